package org.jrsync.bench.scale.run;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import org.jrsync.bench.scale.daemon.BenchDaemon;
import org.jrsync.bench.scale.daemon.Launch;
import org.jrsync.bench.scale.daemon.Model;
import org.jrsync.bench.scale.daemon.ServedAs;
import org.jrsync.bench.scale.load.ClientLoad;
import org.jrsync.bench.scale.load.Outcome;
import org.jrsync.bench.scale.load.Timeline;

/**
 * Makes sure that the bench's own clients are right: the real rsync's daemon must take them for
 * such, and all they get from it must be what is in the module.
 */
final class Check {

  private static final int CLIENTS = 20;

  private final Bench bench;
  private final PrintStream out;

  Check(Bench bench, PrintStream out) {
    this.bench = bench;
    this.out = out;
  }

  /** Whether all is well. */
  boolean passes() throws IOException, InterruptedException {
    Launch launch =
        Launch.plain(Model.UPSTREAM_4096, bench.program(Model.UPSTREAM), ServedAs.NOBODY);
    try (BenchDaemon daemon = bench.start(launch)) {
      ClientLoad load = bench.load(daemon, CLIENTS);
      load.startAll();
      Timeline timeline = load.finish(System.nanoTime() + Duration.ofSeconds(30).toNanos());
      int finished = timeline.count(Outcome.FINISHED);
      out.println(
          "check: "
              + finished
              + " of "
              + CLIENTS
              + " clients of "
              + bench.upstream()
              + " got every byte right");
      timeline.reasons().forEach((reason, count) -> out.println("check: " + count + ": " + reason));
      return finished == CLIENTS;
    }
  }
}
