package org.jrsync.interop.sidebyside;

import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Options said again, that conflict, or whose order counts, beside rsync's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OptionsTogetherTest {
  @AutoClose private final CommandLines stage = new CommandLines();

  @TestFactory
  Stream<DynamicTest> localCopies() {
    return CommandLines.tests("together.lines", stage::compareClients);
  }
}
