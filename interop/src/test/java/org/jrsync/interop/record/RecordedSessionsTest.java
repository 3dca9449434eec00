package org.jrsync.interop.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Either side of sessions between real rsyncs, whole, played against ours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedSessionsTest {
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
