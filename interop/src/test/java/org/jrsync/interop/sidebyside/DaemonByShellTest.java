package org.jrsync.interop.sidebyside;

import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Daemons behind a remote shell beside rsync's, in both roles. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DaemonByShellTest {
  @AutoClose private final CommandLines stage = new CommandLines();

  @TestFactory
  Stream<DynamicTest> daemons() {
    return CommandLines.tests("daemons.lines", stage::compareSides);
  }
}
