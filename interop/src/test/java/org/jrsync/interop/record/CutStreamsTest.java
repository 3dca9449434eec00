package org.jrsync.interop.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions that end after each byte of either side, against ours in this process. */
@Execution(ExecutionMode.CONCURRENT)
class CutStreamsTest {
  static Stream<Session> clients() {
    return Session.few(true).stream();
  }

  static Stream<Session> servers() {
    return Session.few(false).stream();
  }

  /** The daemon ends each session with an error, keeps nothing of it, and serves the next. */
  @ParameterizedTest
  @MethodSource("clients")
  void clientsThatBreakOff(Session session) {
    Recording recording = session.recorded();
    try (Ground ground = new Ground();
        LocalDaemon daemon = new LocalDaemon(ground)) {
      int length = recording.fromClient().length;
      for (int cut = session.firstCut(recording, true); cut < length; cut++) {
        ground.reset();
        LocalDaemon.Outcome outcome = daemon.play(Script.cut(recording, true, cut));
        String what = "cut after byte " + cut + ": " + outcome;
        outcome.assertFailed(what);
        ground.assertWhole(what);
      }
      ground.reset();
      LocalDaemon.Outcome good = daemon.play(Script.whole(recording, true));
      assertThat(good.exitStatus()).as(good.toString()).isIn(0, session.serverExitCode());
      ground.assertNothingOpen();
      ground.assertSourceUntouched();
    }
  }

  /** The client ends with an error code and one line more than what the server said. */
  @ParameterizedTest
  @MethodSource("servers")
  void serversThatBreakOff(Session session) {
    Recording recording = session.recorded();
    try (Ground ground = new Ground()) {
      int length = recording.fromServer().length;
      for (int cut = session.firstCut(recording, false); cut < length; cut++) {
        ground.reset();
        LocalClient.Outcome outcome =
            LocalClient.play(session, ground, Script.cut(recording, false, cut));
        String what = "cut after byte " + cut + ": " + outcome;
        outcome.assertFailed(what);
        ground.assertWhole(what);
      }
      ground.assertNothingOpen();
      ground.assertSourceUntouched();
    }
  }
}
