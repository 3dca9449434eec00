package org.jrsync.interop.fairness;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.jrsync.interop.harness.FuseMount;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Measures what {@code docs/fairness.md} tells, and asserts nothing: how many of 100 pulls finish,
 * and how fast, beside clients that hold workers of the hybrid model. Not part of the tests: its
 * name has to be given.
 */
class FairnessFigures {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int PULLS = 100;

  @ParameterizedTest
  @CsvSource({
    "threads, 0, same",
    "virtual, 0, same",
    "hybrid, 4, same",
    "hybrid, 64, same",
    "hybrid, 252, same",
    "hybrid, 300, same",
    "hybrid, 4, another",
    "hybrid, 8, another",
    "hybrid, 16, another"
  })
  void besideSlowClients(String model, int workers, String module) throws Exception {
    try (World world = new World();
        RsyncDaemon daemon =
            module.equals("same")
                ? world.daemon(globals(model, workers))
                : world.daemon(
                    globals(model, workers), Module.readOnly("large", world.largeFolder()))) {
      PullRequest large =
          module.equals("same") ? world.largeOfTheSameModule() : world.large("large");
      int slow = SlowClientsTest.SLOW + SlowClientsTest.STOPPED;
      int served = workers == 0 ? slow : Math.min(slow, workers / 2);
      tell(
          "slow clients of " + module + " module",
          model,
          workers,
          world,
          daemon,
          () -> SlowClientsTest.slowOnes(large, daemon, served));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "threads, 0",
    "virtual, 0",
    "hybrid, 1",
    "hybrid, 2",
    "hybrid, 4",
    "hybrid, 8",
    "hybrid, 16"
  })
  void besideADeadDisk(String model, int workers) throws Exception {
    try (World world = new World()) {
      Scratch scratch = world.scratch;
      try (FuseMount disk = FuseMount.mount(world.largeFolder(), scratch.folder("mount"));
          RsyncDaemon daemon =
              world.daemon(
                  globals(model, workers),
                  Module.readOnly("dead", scratch.path().resolve("mount")))) {
        tell(
            "a dead disk",
            model,
            workers,
            world,
            daemon,
            () -> StalledDiskTest.clientsOf(disk, world, daemon, 1));
      }
    }
  }

  private static String globals(String model, int workers) {
    return "listener = "
        + model
        + "\ntransfer-worker-threads = "
        + workers
        + "\nshutdown grace = 0\n";
  }

  private static void tell(
      String what,
      String model,
      int workers,
      World world,
      RsyncDaemon daemon,
      Supplier<? extends AutoCloseable> crowd)
      throws Exception {
    Pulls alone = best(3, world, daemon);
    Pulls beside;
    try (AutoCloseable _ = crowd.get()) {
      beside = best(2, world, daemon);
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %s | %d ms | %d ms | %d of %d |%n",
        what,
        model,
        workers == 0 ? "" : Integer.toString(workers),
        alone.nanos() / 1_000_000,
        beside.nanos() / 1_000_000,
        beside.finished(),
        PULLS);
  }

  private static Pulls best(int rounds, World world, RsyncDaemon daemon) {
    Pulls best = new Pulls(0, Long.MAX_VALUE);
    for (int i = 0; i < rounds; i++) {
      Pulls pulls = Pulls.run(PULLS, daemon.port(), world.pull, LIMIT);
      if (pulls.finished() > best.finished()
          || (pulls.finished() == best.finished() && pulls.nanos() < best.nanos())) {
        best = pulls;
      }
    }
    return best;
  }
}
