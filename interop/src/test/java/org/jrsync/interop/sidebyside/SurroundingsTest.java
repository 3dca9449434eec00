package org.jrsync.interop.sidebyside;

import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.process.Command;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Lists, options for the other side, the environment, and names of the user's own, beside rsync's.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SurroundingsTest {
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
  Stream<DynamicTest> localCopies() {
    return CommandLines.of("surroundings.lines").stream()
        .map(line -> DynamicTest.dynamicTest(line, () -> stage.compareClients(line)));
  }
}
