package org.jrsync.bench.scale.run;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.bench.scale.daemon.BenchDaemon;
import org.jrsync.bench.scale.daemon.Launch;
import org.jrsync.bench.scale.daemon.Model;
import org.jrsync.bench.scale.daemon.ServedAs;
import org.jrsync.bench.scale.load.ClientLoad;
import org.jrsync.bench.scale.load.Outcome;
import org.jrsync.bench.scale.load.Timeline;

/**
 * Drives one limit to its end and looks at what must hold in any case: the daemon does not end or
 * hang, and once the pressure is over it serves as before.
 */
final class LimitRun {

  /** How many clients pull when the pressure is over. */
  static final int AFTER = 20;

  /** So many at a time, which any limit here has room for. */
  private static final int AFTER_WINDOW = 4;

  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final Duration PRESSURE_LIMIT = Duration.ofSeconds(15);
  private static final Duration END_LIMIT = Duration.ofSeconds(45);
  private static final Duration AFTER_LIMIT = Duration.ofSeconds(20);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final int TERM = org.jrsync.posix.Signals.TERM;

  private final Bench bench;
  private final LimitTrial trial;
  private final Model model;
  private final List<String> faults = new ArrayList<>();

  LimitRun(Bench bench, LimitTrial trial, Model model) {
    this.bench = bench;
    this.trial = trial;
    this.model = model;
  }

  LimitOutcome run() throws IOException, InterruptedException {
    Launch launch =
        Launch.plain(model, bench.program(model), ServedAs.DAEMON)
            .with(trial.globals(), trial.moduleLines(), trial.limits());
    try (BenchDaemon daemon = bench.start(launch)) {
      if (trial.moreThreads() > 0) {
        daemon.limitThreads(trial.moreThreads());
      }
      ClientLoad load = bench.load(daemon, trial.pressure());
      int greeted = press(load);
      Timeline timeline = load.finish(System.nanoTime() + END_LIMIT.toNanos());
      expect(timeline.complete(), "clients were left hanging");
      int refused = timeline.count(Outcome.REFUSED);
      int expected = trial.expected().refused();
      expect(expected < 0 || refused == expected, refused + " were refused, not " + expected);
      expect(daemon.running(), "the daemon ended by itself");
      int after = daemon.running() ? serveAfterwards(daemon) : 0;
      expect(after == AFTER, "only " + after + " of " + AFTER + " clients were served afterwards");
      stop(daemon);
      int lost = timeline.count(Outcome.FAILED) + timeline.count(Outcome.NOT_GREETED);
      return new LimitOutcome(
          trial.name(),
          model.title(),
          trial.pressure(),
          greeted,
          timeline.count(Outcome.FINISHED),
          refused,
          lost,
          after,
          faults,
          timeline.reasons());
    }
  }

  private void expect(boolean holds, String fault) {
    if (!holds) {
      faults.add(fault);
    }
  }

  /** Lets the clients come; how many are greeted when no more are. */
  private int press(ClientLoad load) throws InterruptedException {
    LimitTrial.Expected expected = trial.expected();
    long until = System.nanoTime() + PRESSURE_LIMIT.toNanos();
    load.holding(trial.hold()).startAll();
    load.awaitGreeted(1, until);
    load.awaitEnded(expected.refused(), until);
    load.awaitQuiet(QUIET.toNanos(), until);
    int greeted = load.timeline().greeted();
    expect(
        expected.greeted() < 0 || greeted == expected.greeted(),
        greeted + " clients were greeted, not " + expected.greeted());
    return greeted;
  }

  private int serveAfterwards(BenchDaemon daemon) throws InterruptedException {
    ClientLoad load = bench.load(daemon, AFTER);
    load.startWindow(AFTER_WINDOW);
    return load.finish(System.nanoTime() + AFTER_LIMIT.toNanos()).count(Outcome.FINISHED);
  }

  private void stop(BenchDaemon daemon) throws InterruptedException {
    if (daemon.running()) {
      daemon.signal(TERM);
      expect(daemon.awaitEnd(STOP_LIMIT), "the daemon does not end at TERM");
      expect(daemon.running() || daemon.exitStatus() == 0, "the daemon's exit status is not 0");
    }
  }
}
