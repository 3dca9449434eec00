package org.jrsync.interop.sidebyside;

import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Words, letters and what undoes them beside rsync's, in local copies. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLinesTest {
  @AutoClose private final CommandLines stage = new CommandLines();

  @TestFactory
  Stream<DynamicTest> localCopies() {
    return CommandLines.tests("letters.lines", stage::compareClients);
  }
}
