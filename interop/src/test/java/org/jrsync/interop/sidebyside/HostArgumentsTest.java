package org.jrsync.interop.sidebyside;

import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** How hosts are named and reached beside rsync's, and the words that a remote shell gets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostArgumentsTest {
  @AutoClose private final CommandLines stage = new CommandLines();

  @TestFactory
  Stream<DynamicTest> hosts() {
    return CommandLines.tests("hosts.lines", stage::compareClients);
  }

  @TestFactory
  Stream<DynamicTest> wordsForRemoteShells() {
    return CommandLines.tests(
        "words.lines", line -> stage.compareClients(line + " 2>/dev/null; cat words"));
  }
}
