package org.jrsync.interop.sidebyside;

import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Words that the other side reads, beside rsync's and in both roles. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherSideArgumentsTest {
  @AutoClose private final CommandLines stage = new CommandLines();

  @TestFactory
  Stream<DynamicTest> sides() {
    return CommandLines.tests("sides.lines", stage::compareSides);
  }
}
