package org.jrsync.interop.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * While one client attacks, a real one gets what it wants, the daemon takes little more memory and
 * processor time than else, and its log says once what it is about. The figures are printed.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
class ResourceAttacksTest {
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private static final int HEAP_MIB = 128;

  /** All that a JVM with such a heap has when that is full. */
  private static final long MOST_MIB = HEAP_MIB + 110;

  /** Of the pulls of others most, each some tenths. */
  private static final double MOST_SECONDS = 6;

  /** A pull takes a few hundred; machines that are busy with other things have some room. */
  private static final long SLOWEST_MILLIS = 10_000;

  /** Names that the patterns of attacks are about. */
  private static final int ALIKE = 20;

  private final Scratch scratch = new Scratch();

  @AfterEach
  void removeScratch() {
    scratch.close();
  }

  private RsyncDaemon start() throws IOException {
    Path small = Jrsync.withHeap(scratch, HEAP_MIB);
    Path data = scratch.folder("data");
    Disk disk = new Disk(data);
    disk.file(Name.of("a"), 0644, new byte[4_000_000]);
    for (int i = 0; i < ALIKE; i++) {
      disk.file(Name.of("a".repeat(240) + i), 0644, new byte[0]);
    }
    return RsyncDaemon.startWith(
        small,
        scratch.folder("daemon"),
        Module.readOnly("data", data).section(ROOT)
            + Module.readOnly("impatient", data, "timeout = 3").section(ROOT)
            + Module.writable("push", scratch.folder("push")).section(ROOT));
  }

  @ParameterizedTest
  @EnumSource
  void othersAreServedAndTheAttackIsBounded(Attack attack) throws Exception {
    try (RsyncDaemon daemon = start();
        var attackers = Executors.newSingleThreadExecutor()) {
      pull(daemon, 0);
      ProcessUse before = ProcessUse.of(daemon.pid());
      long begin = System.nanoTime();
      Future<?> running =
          attackers.submit(() -> {
            attack.run(daemon);
            return null;
          });
      int pulls = 0;
      long slowest = 0;
      do {
        slowest = Math.max(slowest, pull(daemon, ++pulls));
        Thread.sleep(100);
      } while (!running.isDone());
      running.get(1, TimeUnit.MINUTES);
      ProcessUse after = ProcessUse.of(daemon.pid());
      double seconds = after.processorSeconds() - before.processorSeconds();
      System.out.printf(
          "%s: %.1f s, %.1f s of processor time, %d MiB at most (%d before), %d pulls of others,"
              + " %d ms the slowest%n",
          attack,
          (System.nanoTime() - begin) / 1e9,
          seconds,
          after.mostMib(),
          before.mostMib(),
          pulls,
          slowest);
      assertThat(after.mostMib()).as("MiB of memory").isLessThan(MOST_MIB);
      assertThat(seconds).as("processor time").isLessThan(MOST_SECONDS);
      assertThat(slowest).as("ms of a real client").isLessThan(SLOWEST_MILLIS);
      List<String> lines = daemon.log().lines().filter(line -> !usual(line)).toList();
      assertThat(lines).filteredOn(line -> line.contains(attack.logged())).hasSize(1);
      assertThat(lines).hasSizeLessThan(attack == Attack.TALK ? 104 : 3);
    }
  }

  /** Whether it is logged of sessions that go well. */
  private static boolean usual(String line) {
    return List.of(
            " starting, listening on port ",
            " connect from ",
            " rsync allowed access on module ",
            " rsync on data/ from ",
            " rsync on impatient/ from ",
            " rsync to push/ from ",
            " building file list",
            " receiving file list",
            " sent ")
        .stream()
        .anyMatch(line::contains);
  }

  /** Milliseconds that a real client takes. */
  private long pull(RsyncDaemon daemon, int number) {
    Path copy = scratch.folder("copy" + number);
    long begin = System.nanoTime();
    Command.of(Peers.PACKAGED.orSkip().binary(), List.of("-r", daemon.url("data/"), copy + "/"))
        .limit(Duration.ofSeconds(60))
        .run()
        .expectSuccess();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    assertThat(new Disk(copy).list(Name.of(""))).hasSize(ALIKE + 1);
    try {
      assertThat(Files.size(copy.resolve("a"))).isEqualTo(4_000_000);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return millis;
  }
}
