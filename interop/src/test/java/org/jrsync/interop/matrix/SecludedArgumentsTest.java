package org.jrsync.interop.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jrsync.interop.peer.Peers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** {@code -s}: arguments that no shell sees, and wildcards that the server expands. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecludedArgumentsTest {
  private static final String HARD = "a  b;'$x\\\"&(c)";

  private final World world = new World();

  @BeforeAll
  void create() throws IOException {
    Path names = Files.createDirectories(world.folder("names"));
    for (String name : List.of(HARD, "w1 x", "w2 x", "v", ".w3 x")) {
      Files.writeString(names.resolve(name), name);
    }
  }

  @AfterAll
  void end() {
    world.close();
  }

  @TestFactory
  Stream<DynamicTest> everyPairing() {
    return Exchange.all(world, Peers.NEWEST, Peers.OLDER).stream()
        .map(exchange -> DynamicTest.dynamicTest(exchange.title(), () -> run(exchange)));
  }

  private void run(Exchange exchange) throws IOException {
    String copy = exchange.folderName();
    exchange
        .command(List.of("-tis", "--bwlimit=9000"), "names/" + HARD, copy + " $x ;y/")
        .run()
        .expectSuccess();
    assertThat(world.copy(copy + " $x ;y/" + HARD)).hasContent(HARD);
    if (!exchange.push()) {
      exchange.command(List.of("-ts"), "names/w* x", copy + "/").run().expectSuccess();
      try (Stream<Path> names = Files.list(world.copy(copy))) {
        assertThat(names.map(name -> name.getFileName().toString()))
            .containsExactlyInAnyOrder("w1 x", "w2 x");
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> byEnvironment() {
    return Stream.of(Pairing.OUR_CLIENT_THEIR_DAEMON, Pairing.OUR_CLIENT_THEIR_SERVER)
        .map(pairing -> new Exchange(world, Peers.NEWEST, pairing, false))
        .map(exchange ->
            DynamicTest.dynamicTest(
                exchange.title(),
                () -> {
                  String copy = "env" + exchange.folderName();
                  exchange
                      .command(List.of("-t"), "names/" + HARD, copy + "/")
                      .env("RSYNC_PROTECT_ARGS", "1")
                      .run()
                      .expectSuccess();
                  assertThat(world.copy(copy).resolve(HARD)).hasContent(HARD);
                }));
  }
}
