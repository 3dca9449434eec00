package org.jrsync.bench.scale.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jrsync.bench.scale.daemon.Model;
import org.jrsync.bench.scale.daemon.ServedAs;

/**
 * Which rows are measured. They come in an order in which the models follow each other at the same
 * work.
 *
 * @param waypoints numbers of concurrent clients
 * @param sparing whether some of the largest rows are left out, which take longest and tell least
 */
record Selection(
    Set<Model> models,
    Set<Integer> waypoints,
    Set<Arrival> arrivals,
    Set<ServedAs> identities,
    boolean sparing) {

  private static final int LARGE = 10_000;

  /** What is worth measuring of the second identity at {@value #LARGE} clients. */
  private static final Set<Arrival> OF_BOTH =
      EnumSet.of(Arrival.ALL_AT_ONCE, Arrival.HOLD, Arrival.DRAIN_GREETING);

  /** At these few clients the steady arrival tells all there is to tell. */
  private static final int SMALL = 10;

  /** Everything that this user can measure. */
  static Selection everything(boolean root) {
    return new Selection(
        EnumSet.allOf(Model.class),
        new TreeSet<>(Set.of(1, SMALL, 100, 1_000, 10_000)),
        EnumSet.allOf(Arrival.class),
        root ? EnumSet.allOf(ServedAs.class) : EnumSet.of(ServedAs.DAEMON),
        true);
  }

  /** The same with nothing left out. */
  Selection complete() {
    return new Selection(models, waypoints, arrivals, identities, false);
  }

  /**
   * The same with one of the four narrowed.
   *
   * @param option such as {@code --models}
   * @param list names with commas between
   * @throws IllegalArgumentException for an unknown option or name
   */
  Selection narrowed(String option, String list) {
    List<String> names = Arrays.asList(list.split(",", -1));
    return switch (option) {
      case "--models" ->
          new Selection(
              EnumSet.copyOf(names.stream().map(Model::of).toList()),
              waypoints,
              arrivals,
              identities,
              sparing);
      case "--waypoints" ->
          new Selection(
              models,
              new TreeSet<>(names.stream().map(Selection::waypoint).toList()),
              arrivals,
              identities,
              sparing);
      case "--arrivals" ->
          new Selection(
              models,
              waypoints,
              EnumSet.copyOf(names.stream().map(Arrival::of).toList()),
              identities,
              false);
      case "--identities" ->
          new Selection(
              models,
              waypoints,
              arrivals,
              EnumSet.copyOf(names.stream().map(ServedAs::of).toList()),
              sparing);
      default -> throw new IllegalArgumentException("unknown option " + option);
    };
  }

  private static int waypoint(String text) {
    int value = Integer.parseInt(text.startsWith("W") ? text.substring(1) : text);
    if (value < 1) {
      throw new IllegalArgumentException("waypoint " + value + " is below 1");
    }
    return value;
  }

  /** The rows, in order. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int waypoint : waypoints) {
      for (Arrival arrival : arrivals) {
        if (waypoint <= SMALL && arrival != Arrival.STEADY) {
          continue;
        }
        for (ServedAs identity : identities) {
          for (Model model : models) {
            Row row = new Row(model, waypoint, arrival, identity);
            if (tells(row)) {
              rows.add(row);
            }
          }
        }
      }
    }
    return rows;
  }

  private boolean tells(Row row) {
    // How a daemon ends has nothing to do with the backlog.
    if (row.model() == Model.UPSTREAM && !row.arrival().daemonSurvives()) {
      return false;
    }
    if (!sparing || row.waypoint() < LARGE) {
      return true;
    }
    boolean second = identities.size() > 1 && row.servedAs() == ServedAs.DAEMON;
    return row.arrival() != Arrival.MIXED && (!second || OF_BOTH.contains(row.arrival()));
  }
}
