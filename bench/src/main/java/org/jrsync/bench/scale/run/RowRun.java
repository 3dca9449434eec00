package org.jrsync.bench.scale.run;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jrsync.bench.scale.daemon.BenchDaemon;
import org.jrsync.bench.scale.daemon.Launch;
import org.jrsync.bench.scale.daemon.StartDelay;
import org.jrsync.bench.scale.daemon.Usage;
import org.jrsync.bench.scale.daemon.UsageWatch;
import org.jrsync.bench.scale.load.ClientLoad;
import org.jrsync.bench.scale.load.ClientLoad.Hold;
import org.jrsync.bench.scale.load.Outcome;
import org.jrsync.bench.scale.load.Timeline;
import org.jrsync.posix.Signals;

/** Measures one row: starts the daemon, warms it up, and runs the clients as often as asked for. */
final class RowRun {

  /** So many clients are enough for a JVM to compile what it runs. */
  private static final int WARM_UP_CLIENTS = 300;

  /** A program that is compiled already only fills its caches. */
  private static final int UPSTREAM_WARM_UP_CLIENTS = 10;

  private static final int WARM_UP_WINDOW = 20;
  private static final int SLOW_SHARE = 5;
  private static final int DRAIN_SHARE = 10;
  private static final Duration HOLD = Duration.ofMillis(500);
  private static final Duration REST_LIMIT = Duration.ofSeconds(20);
  private static final double BUSY_SHARE = 0.05;
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(8);
  private static final double KIB_PER_MIB = 1024;

  private final Bench bench;
  private final Row row;
  private final Repeats repeats;

  RowRun(Bench bench, Row row, Repeats repeats) {
    this.bench = bench;
    this.row = row;
    this.repeats = repeats;
  }

  /** The medians of the row's runs. */
  Measured measure() throws IOException, InterruptedException {
    List<Measured> runs = new ArrayList<>();
    Launch launch = Launch.plain(row.model(), bench.program(row.model()), row.servedAs());
    if (row.arrival().daemonSurvives()) {
      try (BenchDaemon daemon = bench.start(launch)) {
        runOn(daemon, runs);
      }
    } else {
      for (int i = 0; i < repeats.measured(); i++) {
        try (BenchDaemon daemon = bench.start(launch)) {
          runs.add(drain(daemon));
        }
      }
    }
    return Measured.median(runs);
  }

  private void runOn(BenchDaemon daemon, List<Measured> runs)
      throws IOException, InterruptedException {
    double idlePss = daemon.usage().pssKib() / KIB_PER_MIB;
    int enough = row.model().ours() ? WARM_UP_CLIENTS : UPSTREAM_WARM_UP_CLIENTS;
    for (int i = 0; i < repeats.warmUps(); i++) {
      ClientLoad load = bench.load(daemon, enough);
      load.startWindow(Math.min(row.waypoint(), WARM_UP_WINDOW));
      load.finish(System.nanoTime() + repeats.limit(row.model(), enough).toNanos());
    }
    for (int i = 0; i < repeats.measured(); i++) {
      Measured measured = run(daemon, row.waypoint());
      measured.set(Figure.IDLE_PSS, idlePss);
      measured.set(Figure.START_UP, daemon.startUpMillis());
      runs.add(measured);
      if (!measured.problem().isEmpty()) {
        return;
      }
    }
    double startDelay = StartDelay.p99Micros(daemon);
    runs.forEach(run -> run.set(Figure.START_DELAY_P99, startDelay));
  }

  private Measured run(BenchDaemon daemon, int waypoint) throws InterruptedException {
    boolean steady = row.arrival() == Arrival.STEADY;
    int clients = steady ? Repeats.steadyClients(waypoint) : waypoint;
    ClientLoad load = bench.load(daemon, clients);
    long until = System.nanoTime() + repeats.limit(row.model(), clients).toNanos();
    double before = daemon.processorSeconds();
    Measured measured = new Measured();
    try (UsageWatch watch = daemon.watch()) {
      switch (row.arrival()) {
        case HOLD -> {
          load.holding(Hold.AFTER_GREETING).startAll();
          load.awaitGreeted(clients, until);
          awaitRest(daemon);
          watch.lookExactly();
        }
        case STEADY -> load.startWindow(waypoint);
        case MIXED -> load.slowEvery(SLOW_SHARE).startAll();
        default -> load.startAll();
      }
      Timeline timeline = load.finish(until);
      daemon.awaitNoChildren(Duration.ofSeconds(5));
      addUsage(measured, watch.peak());
      double seconds = daemon.processorSeconds() - before;
      int finished = timeline.count(Outcome.FINISHED);
      measured.set(Figure.CPU, finished == 0 ? Double.NaN : seconds * 1_000 / finished);
      addTimes(measured, timeline, steady ? i -> i >= waypoint : i -> !load.isSlow(i));
    }
    if (!daemon.running()) {
      measured.fail("the daemon has ended by itself");
    }
    return measured;
  }

  /** What greeting leaves to be done, such as starting threads, belongs to holding. */
  private static void awaitRest(BenchDaemon daemon) throws InterruptedException {
    double busy = BUSY_SHARE * HOLD.toMillis() / 1_000;
    long end = System.nanoTime() + REST_LIMIT.toNanos();
    double before;
    do {
      before = daemon.processorSeconds();
      Thread.sleep(HOLD.toMillis());
    } while (daemon.processorSeconds() - before > busy && System.nanoTime() - end < 0);
  }

  private static void addUsage(Measured measured, Usage peak) {
    measured.set(Figure.PSS, peak.pssKib() / KIB_PER_MIB);
    measured.set(Figure.VIRTUAL, peak.virtualKib() / KIB_PER_MIB);
    measured.set(Figure.THREADS, (double) peak.threads());
    measured.set(Figure.DESCRIPTORS, (double) peak.descriptors());
  }

  private void addTimes(Measured measured, Timeline timeline, IntPredicate counted) {
    measured.addReasons(timeline.reasons());
    measured.set(Figure.FINISHED, timeline.count(Outcome.FINISHED));
    measured.set(Figure.REFUSED, timeline.count(Outcome.REFUSED));
    measured.set(Figure.FAILED, timeline.count(Outcome.FAILED));
    measured.set(Figure.NOT_GREETED, timeline.count(Outcome.NOT_GREETED));
    measured.set(Figure.CONNECT_P50, timeline.connectTimes(counted).millis(0.5));
    measured.set(Figure.CONNECT_P99, timeline.connectTimes(counted).millis(0.99));
    measured.set(Figure.CONNECT_MAX, timeline.connectTimes(counted).millis(1));
    measured.set(Figure.ALL_GREETED, timeline.allGreetedNanos() / 1e9);
    measured.set(Figure.ARRIVAL_SPREAD, timeline.arrivalNanos() / 1e6);
    measured.set(Figure.WALL, timeline.wallNanos() / 1e9);
    if (row.arrival() != Arrival.HOLD && row.arrival() != Arrival.DRAIN_GREETING) {
      measured.set(Figure.SESSION_P50, timeline.sessionTimes(counted).millis(0.5));
      measured.set(Figure.SESSION_P99, timeline.sessionTimes(counted).millis(0.99));
      measured.set(Figure.RATE, timeline.count(Outcome.FINISHED) / (timeline.wallNanos() / 1e9));
    }
    if (!timeline.complete()) {
      measured.fail("not all clients had ended when their time was over");
    }
  }

  private Measured drain(BenchDaemon daemon) throws InterruptedException {
    int clients = row.waypoint();
    long until = System.nanoTime() + repeats.limit(row.model(), clients).toNanos();
    ClientLoad load = bench.load(daemon, clients);
    if (row.arrival() == Arrival.DRAIN_GREETING) {
      load.holding(Hold.AFTER_GREETING).startAll();
      load.awaitGreeted(clients, until);
    } else {
      load.startAll();
      load.awaitEnded(Math.max(1, clients / DRAIN_SHARE), until);
    }
    Measured measured = new Measured();
    if (!daemon.running()) {
      measured.fail("the daemon has ended by itself");
      return measured;
    }
    long start = System.nanoTime();
    daemon.signal(Signals.TERM);
    Duration limit =
        row.arrival() == Arrival.DRAIN_GREETING ? DRAIN_LIMIT : repeats.limit(row.model(), clients);
    boolean ended = daemon.awaitEnd(limit);
    measured.set(Figure.DRAIN, (System.nanoTime() - start) / 1e9);
    measured.set(Figure.DRAIN_LEFT, ended ? 0 : 1);
    addTimes(measured, load.finish(until), i -> true);
    return measured;
  }
}
