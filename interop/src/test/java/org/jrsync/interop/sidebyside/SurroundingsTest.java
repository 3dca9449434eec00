package org.jrsync.interop.sidebyside;

import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Lists, options for the other side, the environment, and names of the user's own, beside rsync's.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SurroundingsTest {
  @AutoClose private final CommandLines stage = new CommandLines();

  @TestFactory
  Stream<DynamicTest> localCopies() {
    return CommandLines.tests("surroundings.lines", stage::compareClients);
  }
}
