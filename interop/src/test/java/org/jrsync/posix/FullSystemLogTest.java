package org.jrsync.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.jrsync.engine.report.SystemLog;
import org.jrsync.engine.report.SystemLog.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A system's log that takes no lines holds nobody up. */
class FullSystemLogTest {
  private static final int LINES = 3_000;

  @TempDir private Path dir;

  /** At the 20 ms that one line may wait, all of them would take a minute. */
  @Test
  @Timeout(30)
  void losesLinesAndTellsHowMany() {
    String socket = dir.resolve("socket").toString();
    SystemLog log = new SystemLog(socket, "t", 3);
    try (DatagramReceiver system = new DatagramReceiver(socket)) {
      for (int i = 0; i < LINES; i++) {
        log.line(Severity.INFO, 1, "line " + i);
      }
      int taken = 0;
      while (system.next(0) != null) {
        taken++;
      }
      assertThat(taken).isBetween(1, LINES - 1);
      log.line(Severity.INFO, 1, "after");
      assertThat(system.next(1_000)).startsWith("<28>").contains("lines had no room here");
      assertThat(system.next(1_000)).endsWith("]: after\n");
      assertThat(system.next(0)).isNull();
    }
  }
}
