package org.jrsync.bench.soak;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jrsync.bench.scale.daemon.BenchDaemon;
import org.jrsync.bench.scale.daemon.Launch;
import org.jrsync.bench.scale.daemon.Model;
import org.jrsync.bench.scale.daemon.ResourceLimits;
import org.jrsync.bench.scale.daemon.ServedAs;
import org.jrsync.bench.scale.daemon.Usage;
import org.jrsync.bench.scale.run.Programs;

/** One daemon, some clients of all kinds at once, reloads, and a look at what it keeps. */
final class Soak {
  private static final int CLIENTS = 8;
  private static final int HUP = 1;
  private static final Duration RELOADS = Duration.ofSeconds(20);

  /** How long sessions may take to end once their clients have. */
  private static final Duration SETTLING = Duration.ofSeconds(3);

  private final Model model;
  private final Duration time;
  private final PrintStream out;
  private final Tally tally;
  private final Samples samples = new Samples();

  /** Clients hold it for reading; a look at the daemon waits until there are none. */
  private final ReentrantReadWriteLock traffic = new ReentrantReadWriteLock(true);

  private volatile boolean over;

  Soak(Model model, Duration time, PrintStream out) {
    this.model = model;
    this.time = time;
    this.out = out;
    this.tally = new Tally(out);
  }

  /**
   * Runs for the time, and tells.
   *
   * @param results where the samples go
   * @return whether every session was right and nothing grew
   */
  boolean run(Path folder, Path results) throws IOException, InterruptedException {
    Path served = folder.resolve("served");
    SoakTree.make(served, new Random(1));
    Path pushed = Files.createDirectories(folder.resolve("pushed"));
    open(pushed, "rwxrwxrwx");
    Path secrets = Files.writeString(folder.resolve("secrets"), Traffic.SECRET);
    open(secrets, "rw-------");
    Path own = Files.createDirectories(folder.resolve("daemon"));
    Launch launch =
        Launch.plain(model, Programs.jrsync(), ServedAs.NOBODY)
            .with("timeout = 30\n", modules(served, pushed, secrets), ResourceLimits.NONE);
    try (BenchDaemon daemon = BenchDaemon.start(launch, served, own)) {
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Traffic next = new Traffic(i, daemon.port(), Programs.upstream(), served, folder, tally);
        clients.add(Thread.ofPlatform().name("client " + i).start(() -> keepGoing(next)));
      }
      boolean alive = watch(daemon);
      over = true;
      for (Thread client : clients) {
        client.join();
      }
      return report(alive && daemon.running(), results);
    } finally {
      over = true;
    }
  }

  private static void open(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static String modules(Path served, Path pushed, Path secrets) {
    return """
    [push]
        path = %s
        read only = no
    [limited]
        path = %s
        max connections = 2
    [secret]
        path = %s
        auth users = soak
        secrets file = %s
    """
        .formatted(pushed, served, served, secrets);
  }

  private void keepGoing(Traffic client) {
    Random random = new Random(client.id());
    try {
      while (!over) {
        traffic.readLock().lock();
        try {
          client.next(random);
        } finally {
          traffic.readLock().unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reloads now and then, and looks sixty times at the daemon without clients. */
  private boolean watch(BenchDaemon daemon) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    long each = time.toNanos() / 60;
    long nextSample = begin + each;
    long nextReload = begin;
    while (System.nanoTime() < end && daemon.running()) {
      if (System.nanoTime() >= nextReload) {
        daemon.signal(HUP);
        nextReload += RELOADS.toNanos();
      }
      if (System.nanoTime() >= nextSample) {
        look(daemon, begin);
        nextSample += each;
      }
      Thread.sleep(100);
    }
    look(daemon, begin);
    return daemon.running();
  }

  private void look(BenchDaemon daemon, long begin) throws InterruptedException {
    traffic.writeLock().lock();
    try {
      Thread.sleep(SETTLING.toMillis());
      Usage usage = daemon.usage();
      double minutes = (System.nanoTime() - begin) / 60e9;
      samples.add(new Samples.Sample(minutes, tally.total(), usage));
      out.printf(
          "%.1f min, %d sessions: PSS %.1f MiB, %d threads, %d descriptors%n",
          minutes, tally.total(), usage.pssKib() / 1024.0, usage.threads(), usage.descriptors());
    } finally {
      traffic.writeLock().unlock();
    }
  }

  private boolean report(boolean alive, Path results) throws IOException {
    Files.write(results.resolve("samples.csv"), samples.csv());
    out.println();
    tally.print();
    out.println();
    samples.table().forEach(out::println);
    boolean clean = tally.clean(Traffic.kinds());
    boolean steady = samples.steady();
    out.println();
    out.println(
        "the daemon "
            + (alive ? "runs" : "HAS ENDED")
            + ", sessions were "
            + (clean ? "right" : "NOT ALL RIGHT")
            + ", what it holds "
            + (steady ? "did not grow" : "GREW"));
    return alive && clean && steady;
  }
}
