package org.jrsync.interop.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jrsync.interop.harness.RsyncDaemon;
import org.junit.jupiter.api.Test;
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

  /** It may think for as long as it likes, until another waits for the only worker. */
  @Test
  void aSilentClientKeepsAWorkerWhileNobodyWaits() throws Exception {
    try (World world = new World();
        RsyncDaemon daemon =
            world.daemon("listener = hybrid\ntransfer-worker-threads = 1\nstall limit = 1\n");
        Socket silent = world.pull.sendDialogue(daemon.port())) {
      World.awaitTransfers(daemon, world.pull, 1);
      Thread.sleep(2_500);
      assertThat(daemon.log()).doesNotContain("timed out");
      Pulls other = Pulls.run(1, daemon.port(), world.pull, Duration.ofSeconds(20));
      assertThat(other.finished()).isOne();
      assertThat(other.nanos()).isLessThan(Duration.ofSeconds(10).toNanos());
      assertThat(daemon.log()).contains("timed out");
      silent.setSoTimeout(10_000);
      byte[] told = silent.getInputStream().readAllBytes();
      assertThat(new String(told, StandardCharsets.ISO_8859_1)).contains("timed out");
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
