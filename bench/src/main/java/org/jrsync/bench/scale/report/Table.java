package org.jrsync.bench.scale.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A table of a Markdown page. */
final class Table {

  private final StringBuilder text = new StringBuilder();

  Table(List<String> heads) {
    row(heads);
    row(Collections.nCopies(heads.size(), "---"));
  }

  /** Adds a row. */
  void row(List<String> cells) {
    List<String> safe = new ArrayList<>();
    for (String cell : cells) {
      safe.add(cell.replace("|", "\\|"));
    }
    text.append("| ").append(String.join(" | ", safe)).append(" |\n");
  }

  /** A number as tables show it: three digits or more, nothing for none. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    if (value == Math.rint(value) || Math.abs(value) >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value).replace(',', ' ');
    }
    return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.2f", value);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
