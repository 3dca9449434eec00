package org.jrsync.bench.scale.run;

import java.time.Duration;
import org.jrsync.bench.scale.daemon.Model;
import org.jrsync.bench.scale.daemon.ServedAs;

/**
 * How often a row is run, and how long it may take.
 *
 * @param warmUps runs that do not count
 * @param measured runs that count, 1 or more
 * @param sparing whether the rows that take longest are run less often
 */
public record Repeats(int warmUps, int measured, boolean sparing) {

  /** What is asked for by default. */
  static final Repeats USUAL = new Repeats(2, 3, true);

  /** Everything as often. */
  static final Repeats FULL = new Repeats(2, 3, false);

  /** One look. */
  static final Repeats QUICK = new Repeats(0, 1, true);

  private static final int LARGE = 10_000;
  private static final int MIDDLE = 1_000;
  private static final int FEWEST_STEADY = 200;
  private static final int SECONDS_ALWAYS = 30;
  private static final int SECONDS_FOR_LOSSES = 10;
  private static final int CLIENTS_PER_SECOND = 125;

  /**
   * As often as this. Where it is sparing, large rows are run once after one warm-up: of {@value
   * #LARGE} clients and more, those that only hold their connections excepted; and of {@value
   * #MIDDLE} and more those of the second identity, and those that are not about throughput.
   */
  Repeats of(Row row) {
    boolean hold = row.arrival() == Arrival.HOLD;
    boolean second =
        row.servedAs() == ServedAs.DAEMON
            || row.arrival() == Arrival.MIXED
            || !row.arrival().daemonSurvives();
    boolean once = row.waypoint() >= LARGE ? !hold || second : row.waypoint() >= MIDDLE && second;
    return sparing && once ? new Repeats(Math.min(1, warmUps), 1, true) : this;
  }

  /** How many clients come in all where this many are to be there at any time. */
  static int steadyClients(int waypoint) {
    return waypoint + Math.max(FEWEST_STEADY, Math.min(waypoint, MIDDLE));
  }

  /**
   * How long a run with so many clients may take. The real rsync's own backlog loses most of a
   * burst, and the rest would trickle in for minutes: there it is known early enough.
   */
  Duration limit(Model model, int clients) {
    return model == Model.UPSTREAM
        ? Duration.ofSeconds(SECONDS_FOR_LOSSES + clients / 1_000)
        : Duration.ofSeconds(SECONDS_ALWAYS + clients / CLIENTS_PER_SECOND);
  }
}
