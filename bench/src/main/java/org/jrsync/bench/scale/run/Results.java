package org.jrsync.bench.scale.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jrsync.bench.scale.daemon.Model;
import org.jrsync.bench.scale.daemon.ServedAs;

/**
 * The rows that were measured, in a folder: {@code rows.csv}, which can be read again, and {@code
 * rows.json}, which has the reasons of failures as well. Written anew after each row, so that what
 * was measured is there whatever comes.
 */
public final class Results {

  private static final String CSV = "rows.csv";
  private static final String JSON = "rows.json";
  private static final List<String> KEYS =
      List.of("waypoint", "arrival", "served_as", "model", "runs", "problem");

  private final Map<Row, Measured> rows = new LinkedHashMap<>();

  /** Adds a row, or replaces it. */
  void put(Row row, Measured measured) {
    rows.put(row, measured);
  }

  /** The rows in the order of measuring. */
  public Map<Row, Measured> rows() {
    return rows;
  }

  /** Writes both files. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(CSV), csv());
    Files.writeString(folder.resolve(JSON), json());
  }

  private String csv() {
    StringBuilder text = new StringBuilder(String.join(",", KEYS));
    for (Figure figure : Figure.values()) {
      text.append(',').append(figure.key());
    }
    text.append('\n');
    rows.forEach((row, measured) -> {
      text.append(row.waypoint()).append(',');
      text.append(row.arrival().title()).append(',');
      text.append(row.servedAs().title()).append(',');
      text.append(row.model().title()).append(',');
      text.append(measured.runs()).append(',');
      text.append(measured.problem().replace(',', ';').replace('\n', ' '));
      for (Figure figure : Figure.values()) {
        text.append(',').append(number(measured.get(figure)));
      }
      text.append('\n');
    });
    return text.toString();
  }

  private String json() {
    List<String> objects = new ArrayList<>();
    rows.forEach((row, measured) -> {
      List<String> members = new ArrayList<>();
      members.add("\"waypoint\": " + row.waypoint());
      members.add("\"arrival\": " + quoted(row.arrival().title()));
      members.add("\"served_as\": " + quoted(row.servedAs().title()));
      members.add("\"model\": " + quoted(row.model().title()));
      members.add("\"runs\": " + measured.runs());
      members.add("\"problem\": " + quoted(measured.problem()));
      for (Figure figure : Figure.values()) {
        String value = number(measured.get(figure));
        members.add(quoted(figure.key()) + ": " + (value.isEmpty() ? "null" : value));
      }
      List<String> reasons = new ArrayList<>();
      measured.reasons().forEach((why, n) -> reasons.add(quoted(why) + ": " + n));
      members.add("\"reasons\": {" + String.join(", ", reasons) + "}");
      objects.add("  {" + String.join(", ", members) + "}");
    });
    return "[\n" + String.join(",\n", objects) + "\n]\n";
  }

  private static String number(double value) {
    return Double.isNaN(value) || Double.isInfinite(value)
        ? ""
        : String.format(Locale.ROOT, "%.3f", value);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /** Whether a folder has rows to read. */
  static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(CSV));
  }

  /** Reads {@code rows.csv} of a folder. */
  public static Results read(Path folder) throws IOException {
    Results results = new Results();
    List<String> lines = Files.readAllLines(folder.resolve(CSV));
    List<String> names = List.of(lines.getFirst().split(",", -1));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Row row =
          new Row(
              Model.of(cells[3]),
              Integer.parseInt(cells[0]),
              Arrival.of(cells[1]),
              ServedAs.of(cells[2]));
      Measured measured = new Measured();
      measured.setRuns(Integer.parseInt(cells[4]));
      measured.fail(cells[5]);
      for (Figure figure : Figure.values()) {
        int at = names.indexOf(figure.key());
        if (at >= 0 && !cells[at].isEmpty()) {
          measured.set(figure, Double.parseDouble(cells[at]));
        }
      }
      results.put(row, measured);
    }
    return results;
  }
}
