package org.jrsync.interop.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.jrsync.interop.harness.FuseMount;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Running;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A module whose disk has stopped answering hardly slows the others down. */
class StalledDiskTest {

  /** Of the clients of the dead module, those that were served before it died. */
  private static final int BEFORE = 50;

  private static final int AFTER = 50;

  @ParameterizedTest
  @CsvSource({"threads, 0, 50", "virtual, 0, 50", "hybrid, 8, 6"})
  void holdsItsOwnModuleAlone(String model, int workers, int atWork) throws Exception {
    try (World world = new World()) {
      Path at = world.scratch.folder("mount");
      try (FuseMount disk = FuseMount.mount(world.largeFolder(), at);
          RsyncDaemon daemon =
              world.daemon(
                  "listener = "
                      + model
                      + "\ntransfer-worker-threads = "
                      + workers
                      + "\nshutdown grace = 0\n",
                  Module.readOnly("dead", at))) {
        Pulls.assertHardlySlower(
            100, daemon.port(), world.pull, () -> clientsOf(disk, world, daemon, atWork));
        // What answers again is served again.
        Pulls revived = Pulls.run(1, daemon.port(), world.large("dead"), Duration.ofSeconds(30));
        assertThat(revived.finished()).isOne();

        try (AutoCloseable _ = clientsOf(disk, world, daemon, atWork)) {
          Running.signal(daemon.pid(), "TERM");
          assertThat(daemon.awaitExit(Duration.ofSeconds(20))).isZero();
        }
      }
    }
  }

  /** Clients in the middle of their transfers, the disk's death, and clients that come later. */
  static AutoCloseable clientsOf(FuseMount disk, World world, RsyncDaemon daemon, int atWork) {
    PullRequest large = world.large("dead");
    int before = World.transfers(daemon, large);
    Crowd crowd = new Crowd(daemon.port()).thatReadSlowly(BEFORE, large, 20_000);
    World.awaitTransfers(daemon, large, before + atWork);
    disk.freeze();
    crowd.hurry();
    crowd.thatReadNothing(AFTER, large);
    return () -> {
      int served = crowd.served();
      disk.thaw();
      crowd.close();
      assertThat(served).as("served by a dead disk").isZero();
    };
  }
}
