package org.jrsync.bench.scale.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jrsync.bench.scale.daemon.Model;
import org.jrsync.bench.scale.daemon.ServedAs;
import org.jrsync.bench.scale.run.Arrival;
import org.jrsync.bench.scale.run.Figure;
import org.jrsync.bench.scale.run.Results;

/** The charts of the report: what it takes, how long clients wait, how many are served. */
final class Charts {

  private final Results results;
  private final ServedAs servedAs;

  /**
   * @param servedAs whose rows are drawn
   */
  Charts(Results results, ServedAs servedAs) {
    this.results = results;
    this.servedAs = servedAs;
  }

  /** Writes {@code memory.svg}, {@code latency.svg} and {@code throughput.svg}. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    write(
        folder.resolve("memory.svg"),
        chart("Memory, idle connections", "peak PSS, MiB", Arrival.HOLD, Figure.PSS),
        chart("Memory, all pull at once", "peak PSS, MiB", Arrival.ALL_AT_ONCE, Figure.PSS));
    write(
        folder.resolve("latency.svg"),
        chart(
            "Connect to greeting, all at once", "p99, ms", Arrival.ALL_AT_ONCE, Figure.CONNECT_P99),
        chart("Connect to greeting, steady", "p99, ms", Arrival.STEADY, Figure.CONNECT_P99));
    write(
        folder.resolve("throughput.svg"),
        chart("Throughput, all at once", "sessions per second", Arrival.ALL_AT_ONCE, Figure.RATE),
        chart("Throughput, steady", "sessions per second", Arrival.STEADY, Figure.RATE));
  }

  private static void write(Path file, SvgChart... charts) throws IOException {
    Files.writeString(file, SvgChart.file(List.of(charts)));
  }

  private SvgChart chart(String title, String unit, Arrival arrival, Figure figure) {
    Map<String, NavigableMap<Integer, Double>> lines = new LinkedHashMap<>();
    for (Model model : Model.values()) {
      NavigableMap<Integer, Double> line = new TreeMap<>();
      results
          .rows()
          .forEach((row, measured) -> {
            double value = measured.get(figure);
            boolean wanted =
                row.model() == model && row.arrival() == arrival && row.servedAs() == servedAs;
            if (wanted && value > 0) {
              line.put(row.waypoint(), value);
            }
          });
      if (!line.isEmpty()) {
        lines.put(model.title(), line);
      }
    }
    return new SvgChart(title, unit, lines);
  }
}
