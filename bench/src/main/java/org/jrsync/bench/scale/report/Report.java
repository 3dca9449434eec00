package org.jrsync.bench.scale.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jrsync.bench.scale.daemon.ServedAs;
import org.jrsync.bench.scale.run.Arrival;
import org.jrsync.bench.scale.run.Figure;
import org.jrsync.bench.scale.run.LimitTrials;
import org.jrsync.bench.scale.run.Machine;
import org.jrsync.bench.scale.run.Measured;
import org.jrsync.bench.scale.run.Results;
import org.jrsync.bench.scale.run.Row;

/** Makes {@code docs/connection-scale.md} and its charts of what was measured. */
public final class Report {

  private static final int SMALL = 10;
  private static final List<Figure> COUNTS =
      List.of(Figure.FINISHED, Figure.REFUSED, Figure.FAILED, Figure.NOT_GREETED);
  private static final List<Figure> CONNECTS =
      List.of(Figure.CONNECT_P50, Figure.CONNECT_P99, Figure.CONNECT_MAX, Figure.ALL_GREETED);
  private static final List<Figure> SESSIONS =
      List.of(Figure.SESSION_P50, Figure.SESSION_P99, Figure.RATE, Figure.CPU);
  private static final List<Figure> USES =
      List.of(
          Figure.PSS, Figure.VIRTUAL, Figure.THREADS, Figure.DESCRIPTORS, Figure.START_DELAY_P99);

  private final Path source;
  private final Results results;
  private final ServedAs first;

  private Report(Path source, Results results) {
    this.source = source;
    this.results = results;
    boolean nobody =
        results.rows().keySet().stream().anyMatch(row -> row.servedAs() == ServedAs.NOBODY);
    this.first = nobody ? ServedAs.NOBODY : ServedAs.DAEMON;
  }

  /**
   * Writes page and charts.
   *
   * @param source a folder of results
   * @param docs the folder that gets {@code connection-scale.md}
   */
  public static void write(Path source, Path docs) throws IOException {
    Report report = new Report(source, Results.read(source));
    new Charts(report.results, report.first).write(docs.resolve("connection-scale"));
    Files.writeString(docs.resolve("connection-scale.md"), report.page());
  }

  private String page() throws IOException {
    StringBuilder page = new StringBuilder();
    page.append(Texts.INTRODUCTION);
    page.append("\n## Machine\n\n");
    for (String line : linesOf(Machine.FILE)) {
      page.append("- ").append(line).append('\n');
    }
    page.append(Texts.CHARTS);
    page.append(Texts.THRESHOLDS).append(new Thresholds(results, first).table());
    for (Arrival arrival : Arrival.values()) {
      appendArrival(page, arrival);
    }
    appendSmall(page);
    appendLimits(page);
    page.append("\n## What the figures mean\n\n");
    for (Figure figure : Figure.values()) {
      String unit = figure.unit().isEmpty() ? "" : ", " + figure.unit();
      page.append("- **").append(figure.title()).append("**").append(unit);
      page.append(": ").append(figure.meaning()).append('\n');
    }
    return page.toString();
  }

  private List<String> linesOf(String name) throws IOException {
    Path file = source.resolve(name);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static List<Figure> figures(Arrival arrival) {
    List<Figure> figures = new ArrayList<>(COUNTS);
    if (!arrival.daemonSurvives()) {
      figures.addAll(List.of(Figure.DRAIN, Figure.DRAIN_LEFT));
      return figures;
    }
    figures.addAll(CONNECTS);
    figures.addAll(arrival == Arrival.HOLD ? List.of(Figure.CPU, Figure.ARRIVAL_SPREAD) : SESSIONS);
    figures.addAll(USES);
    return figures;
  }

  private void appendArrival(StringBuilder page, Arrival arrival) {
    page.append("\n## ").append(Texts.heading(arrival)).append("\n\n");
    appendTable(page, figures(arrival), row -> row.arrival() == arrival && row.waypoint() > SMALL);
  }

  private void appendSmall(StringBuilder page) {
    page.append(Texts.SMALL);
    List<Figure> figures =
        List.of(
            Figure.FINISHED,
            Figure.START_UP,
            Figure.IDLE_PSS,
            Figure.PSS,
            Figure.THREADS,
            Figure.CONNECT_P50,
            Figure.CONNECT_P99,
            Figure.SESSION_P50,
            Figure.SESSION_P99,
            Figure.RATE,
            Figure.CPU);
    appendTable(page, figures, row -> row.waypoint() <= SMALL);
  }

  private void appendTable(
      StringBuilder page, List<Figure> figures, java.util.function.Predicate<Row> wanted) {
    List<String> heads = new ArrayList<>(List.of("clients", "served as", "model", "runs"));
    for (Figure figure : figures) {
      heads.add(figure.title() + (figure.unit().isEmpty() ? "" : ", " + figure.unit()));
    }
    Table table = new Table(heads);
    List<String> problems = new ArrayList<>();
    for (Map.Entry<Row, Measured> entry : results.rows().entrySet()) {
      Row row = entry.getKey();
      Measured measured = entry.getValue();
      if (!wanted.test(row)) {
        continue;
      }
      List<String> cells = new ArrayList<>();
      cells.add(Table.number(row.waypoint()));
      cells.add(row.servedAs().title());
      cells.add(row.model().title() + (measured.problem().isEmpty() ? "" : " (!)"));
      cells.add(Integer.toString(measured.runs()));
      figures.forEach(figure -> cells.add(Table.number(measured.get(figure))));
      table.row(cells);
      if (!measured.problem().isEmpty()) {
        problems.add("(!) " + row + ": " + measured.problem() + ".");
      }
    }
    page.append(table);
    problems.forEach(problem -> page.append('\n').append(problem).append('\n'));
  }

  private void appendLimits(StringBuilder page) throws IOException {
    List<String> lines = linesOf(LimitTrials.CSV);
    if (lines.isEmpty()) {
      return;
    }
    page.append(Texts.LIMITS);
    Table table = new Table(List.of(lines.getFirst().split(",", -1)));
    for (String line : lines.subList(1, lines.size())) {
      table.row(List.of(line.split(",", -1)));
    }
    page.append(table);
  }
}
