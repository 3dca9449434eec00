package org.jrsync.interop.sidebyside;

import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.process.Command;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** How hosts are named and reached beside rsync's, and the words that a remote shell gets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostArgumentsTest {
  private final CommandLines stage = new CommandLines();

  @BeforeAll
  void build() {
    Command.of(Jrsync.binary(), "--version").run().expectSuccess();
  }

  @AfterAll
  void end() {
    stage.close();
  }

  @TestFactory
  Stream<DynamicTest> hosts() {
    return CommandLines.of("hosts.lines").stream()
        .map(line -> DynamicTest.dynamicTest(line, () -> stage.compareClients(line)));
  }

  @TestFactory
  Stream<DynamicTest> wordsForRemoteShells() {
    return CommandLines.of("words.lines").stream()
        .map(line ->
            DynamicTest.dynamicTest(
                line, () -> stage.compareClients(line + " 2>/dev/null; cat words")));
  }
}
