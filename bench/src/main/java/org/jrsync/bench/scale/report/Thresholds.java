package org.jrsync.bench.scale.report;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jrsync.bench.scale.daemon.Model;
import org.jrsync.bench.scale.daemon.ServedAs;
import org.jrsync.bench.scale.run.Arrival;
import org.jrsync.bench.scale.run.Figure;
import org.jrsync.bench.scale.run.Measured;
import org.jrsync.bench.scale.run.Results;
import org.jrsync.bench.scale.run.Row;

/**
 * The figures at 10 000 clients that decide which model is the default, beside the values at which
 * thread per connection would cease to be it.
 */
final class Thresholds {

  private static final int CLIENTS = 10_000;
  private static final double MOST_START_MICROS = 200;
  private static final double MOST_MIB = 1_536;
  private static final double MOST_CONNECT_MILLIS = 200;
  private static final double MOST_FAILURES_PERCENT = 0.1;
  private static final double MOST_DRAIN_SECONDS = 5;
  private static final double LEAST_RATE_RATIO = 0.9;

  private final Map<Row, Measured> rows;
  private final ServedAs servedAs;

  Thresholds(Results results, ServedAs servedAs) {
    this.rows = results.rows();
    this.servedAs = servedAs;
  }

  private double get(Model model, Arrival arrival, Figure figure) {
    Measured measured = rows.get(new Row(model, CLIENTS, arrival, servedAs));
    return measured == null ? Double.NaN : measured.get(figure);
  }

  /** The table, a row for each criterion. */
  String table() {
    List<String> heads = new ArrayList<>(List.of("at 10 000 clients", "trips"));
    Set<Model> models = EnumSet.of(Model.THREADS, Model.HYBRID, Model.VIRTUAL);
    models.forEach(model -> heads.add(model.title()));
    heads.add(Model.UPSTREAM_4096.title());
    Table table = new Table(heads);
    models.add(Model.UPSTREAM_4096);
    add(
        table,
        models,
        "thread start p99, µs (steady)",
        "above 200",
        MOST_START_MICROS,
        m -> get(m, Arrival.STEADY, Figure.START_DELAY_P99));
    add(
        table,
        models,
        "peak PSS, MiB (hold)",
        "above 1 536",
        MOST_MIB,
        m -> get(m, Arrival.HOLD, Figure.PSS));
    add(
        table,
        models,
        "peak PSS, MiB (all at once)",
        "above 1 536",
        MOST_MIB,
        m -> get(m, Arrival.ALL_AT_ONCE, Figure.PSS));
    add(
        table,
        models,
        "peak PSS, MiB (steady)",
        "above 1 536",
        MOST_MIB,
        m -> get(m, Arrival.STEADY, Figure.PSS));
    add(
        table,
        models,
        "clients not greeted (hold)",
        "above 0",
        0,
        m -> CLIENTS - get(m, Arrival.HOLD, Figure.FINISHED));
    add(
        table,
        models,
        "connect p99, ms (steady)",
        "above 200",
        MOST_CONNECT_MILLIS,
        m -> get(m, Arrival.STEADY, Figure.CONNECT_P99));
    add(
        table,
        models,
        "accept failures, % (all at once)",
        "above 0.1",
        MOST_FAILURES_PERCENT,
        m -> get(m, Arrival.ALL_AT_ONCE, Figure.NOT_GREETED) * 100 / CLIENTS);
    add(
        table,
        models,
        "drain of greeting sessions, s",
        "above 5",
        MOST_DRAIN_SECONDS,
        m -> get(m, Arrival.DRAIN_GREETING, Figure.DRAIN));
    addRate(table, models, "all at once", Arrival.ALL_AT_ONCE);
    addRate(table, models, "steady", Arrival.STEADY);
    return table.toString();
  }

  private void addRate(Table table, Set<Model> models, String when, Arrival arrival) {
    double upstream = get(Model.UPSTREAM_4096, arrival, Figure.RATE);
    // Below is worse here, so that both are turned round.
    List<String> cells =
        new ArrayList<>(List.of("throughput by upstream's (" + when + ")", "below 0.9"));
    for (Model model : models) {
      double ratio = get(model, arrival, Figure.RATE) / upstream;
      cells.add(cell(ratio, ratio < LEAST_RATE_RATIO));
    }
    table.row(cells);
  }

  private static void add(
      Table table,
      Set<Model> models,
      String what,
      String trips,
      double most,
      java.util.function.ToDoubleFunction<Model> figure) {
    List<String> cells = new ArrayList<>(List.of(what, trips));
    for (Model model : models) {
      double value = figure.applyAsDouble(model);
      cells.add(cell(value, value > most));
    }
    table.row(cells);
  }

  private static String cell(double value, boolean trips) {
    String number = Table.number(value);
    return trips ? "**" + number + "**" : number;
  }
}
