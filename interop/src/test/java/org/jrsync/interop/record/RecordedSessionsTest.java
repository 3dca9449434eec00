package org.jrsync.interop.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jrsync.daemon.session.ThreadUse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Either side of sessions between real rsyncs, whole, played against ours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedSessionsTest {
  /** The end of a sender's data: two times in milliseconds, and the farewell. */
  private static final int TIMES = 16;

  private static final String OK = "@RSYNCD: OK\n";
  private static final byte[] SEED = {7, 0, 0, 0};

  private final Ground ground = new Ground();
  private final LocalDaemon daemon = new LocalDaemon(ground);

  @AfterAll
  void end() {
    daemon.close();
    ground.close();
  }

  static Stream<Session> sessions() {
    return Session.all().stream();
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void ourDaemonServesTheRecordedClient(Session session) {
    Recording recording = session.recorded();
    ground.reset();
    LocalDaemon.Outcome outcome = daemon.play(Script.whole(recording, true));
    assertThat(outcome.exitStatus()).as(outcome.toString()).isIn(0, session.serverExitCode());
    check(session, session.push());
  }

  /**
   * What runs a session is nothing that a client could see. Where two threads are at work, what the
   * one hears of the other comes between other data each time; and a sender's last numbers tell how
   * long it took.
   */
  @ParameterizedTest
  @MethodSource("sessions")
  void ourDaemonSaysTheSameInEveryModel(Session session) {
    Recording recording = session.recorded();
    List<String> before = List.of();
    for (ThreadUse use : ThreadUse.values()) {
      ground.reset();
      LocalDaemon.Outcome outcome = daemon.play(Script.whole(recording, true), use);
      assertThat(outcome.exitStatus()).as(use + ": " + outcome).isIn(0, session.serverExitCode());
      check(session, session.push());
      List<String> said = said(outcome.answer(), session.push());
      if (use != ThreadUse.OWN) {
        assertThat(said).as(use.name()).isEqualTo(before);
      }
      before = said;
    }
  }

  /** What comes before the frames, what the data frames hold together, and the messages. */
  private static List<String> said(byte[] answer, boolean push) {
    int start = afterSeed(answer);
    Frames frames = Frames.of(answer, start);
    byte[] data = frames.data();
    List<String> said = new ArrayList<>(frames.messages());
    int length = push ? data.length : Math.max(0, data.length - TIMES);
    if (push) {
      Arrays.sort(data);
    }
    said.add(HexFormat.of().formatHex(answer, 0, start - SEED.length));
    said.add(HexFormat.of().formatHex(data, 0, length));
    return said;
  }

  /** Where the checksum seed ends, the last before the frames. */
  private static int afterSeed(byte[] answer) {
    int ok = new String(answer, StandardCharsets.ISO_8859_1).indexOf(OK) + OK.length();
    for (int i = ok + SEED.length; i <= answer.length; i++) {
      if (Arrays.equals(answer, i - SEED.length, i, SEED, 0, SEED.length)) {
        return i;
      }
    }
    // A refusal comes before the client's options are heeded: flags, and a seed of its own.
    return ok + 1 + SEED.length;
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void ourClientTalksToTheRecordedServer(Session session) {
    Recording recording = session.recorded();
    ground.reset();
    LocalClient.Outcome outcome =
        LocalClient.play(session, ground, Script.whole(recording, false), "--timeout=20");
    // A client of ours has what vanished from under the recorded one.
    boolean ghost = session.event() == Session.Event.FILE_VANISHES;
    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(ghost ? 0 : session.exitCode());
    check(session, !session.push());
  }

  /** The copy is what it must be where our side received. */
  private void check(Session session, boolean received) {
    ground.assertSourceUntouched();
    boolean whole = session.event() == Session.Event.NOTHING;
    if (received && whole && List.of(0, 25).contains(session.exitCode())) {
      assertThat(ground.extraFiles()).isEqualTo(session.extraFilesLeft());
      ground.assertCopied();
    }
  }
}
