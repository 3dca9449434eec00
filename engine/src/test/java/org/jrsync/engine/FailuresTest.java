package org.jrsync.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jrsync.wire.ExitCode;
import org.jrsync.wire.Role;
import org.jrsync.wire.RsyncException;
import org.junit.jupiter.api.Test;

/** Whatever ends a side becomes one line and an exit code. */
class FailuresTest {
  @Test
  void keepsOurOwnFailures() {
    RsyncException own = new RsyncException(ExitCode.FILE_SELECT, "no");
    assertSame(own, Failures.of(own, Role.RECEIVER));
  }

  @Test
  void tellsOfMemoryAndOfMistakes() {
    assertEquals(
        ExitCode.MALLOC, Failures.of(new OutOfMemoryError("heap"), Role.SENDER).exitCode());
    RsyncException mistake = Failures.of(new IllegalStateException("odd"), Role.GENERATOR);
    assertEquals(ExitCode.CRASHED, mistake.exitCode());
    assertTrue(mistake.getMessage().startsWith("rsync: [generator] internal error: "));
  }
}
