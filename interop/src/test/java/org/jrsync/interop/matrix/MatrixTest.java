package org.jrsync.interop.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jrsync.interop.peer.Peers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every pairing of jrsync with a real rsync, both ways, from every starting point: the copy is the
 * source in everything that can be seen of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MatrixTest {
  private final World world = new World();

  @AfterAll
  void end() {
    world.close();
  }

  @TestFactory
  Stream<DynamicContainer> everyPeer() {
    List<Chain> chains = new ArrayList<>();
    for (Peers peers : Peers.values()) {
      addPairings(chains, peers, 0);
    }
    return chains.stream().map(MatrixTest::container);
  }

  /** The protocol versions, with the peer that speaks the newest. */
  @TestFactory
  Stream<DynamicContainer> everyProtocol() {
    List<Chain> chains = new ArrayList<>();
    for (int protocol = 28; protocol <= 32; protocol++) {
      addPairings(chains, Peers.NEWEST, protocol);
    }
    return chains.stream().map(MatrixTest::container);
  }

  private void addPairings(List<Chain> chains, Peers peers, int protocol) {
    for (Pairing pairing : Pairing.values()) {
      chains.add(new Chain(world, peers, pairing, false, protocol));
      chains.add(new Chain(world, peers, pairing, true, protocol));
    }
  }

  private static DynamicContainer container(Chain chain) {
    return DynamicContainer.dynamicContainer(configuration ->
        configuration
            .displayName(chain.title())
            .executionMode(ExecutionMode.CONCURRENT)
            .childExecutionMode(ExecutionMode.SAME_THREAD)
            .children(
                Stream.of(Start.values())
                    .map(start ->
                        DynamicTest.dynamicTest(
                            chain.title() + ", " + start.title(), () -> chain.run(start)))));
  }
}
