package org.jrsync.interop.fairness;

import org.jrsync.interop.harness.RsyncDaemon;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many clients that read next to nothing hardly slow the others down. */
class SlowClientsTest {
  static final int SLOW = 200;
  static final int BYTES_PER_SECOND = 20_000;
  static final int STOPPED = 50;

  @ParameterizedTest
  @ValueSource(strings = {"threads", "virtual"})
  void hardlySlowOthersDown(String model) throws Exception {
    try (World world = new World();
        RsyncDaemon daemon = world.daemon("listener = " + model + "\n")) {
      // Of the same module, where they share the most.
      PullRequest large = world.largeOfTheSameModule();
      Pulls.assertHardlySlower(
          100, daemon.port(), world.pull, () -> slowOnes(large, daemon, SLOW + STOPPED));
    }
  }

  /**
   * Clients in the middle of a transfer that will take an hour.
   *
   * @param served how many of them are served at a time
   */
  static Crowd slowOnes(PullRequest large, RsyncDaemon daemon, int served) {
    int before = World.transfers(daemon, large);
    Crowd crowd =
        new Crowd(daemon.port())
            .thatReadSlowly(SLOW, large, BYTES_PER_SECOND)
            .thatReadNothing(STOPPED, large);
    World.awaitTransfers(daemon, large, before + served);
    return crowd;
  }
}
