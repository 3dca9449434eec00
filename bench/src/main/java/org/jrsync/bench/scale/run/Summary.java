package org.jrsync.bench.scale.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A row in one line, for whoever watches. */
final class Summary {

  private static final List<Figure> SHOWN =
      List.of(
          Figure.FINISHED,
          Figure.REFUSED,
          Figure.FAILED,
          Figure.NOT_GREETED,
          Figure.CONNECT_P99,
          Figure.SESSION_P99,
          Figure.RATE,
          Figure.CPU,
          Figure.PSS,
          Figure.THREADS,
          Figure.DRAIN);

  private Summary() {}

  static String of(Measured measured) {
    List<String> parts = new ArrayList<>();
    for (Figure figure : SHOWN) {
      double value = measured.get(figure);
      if (!Double.isNaN(value) && (value != 0 || figure == Figure.FINISHED)) {
        parts.add(
            figure.title()
                + " "
                + String.format(Locale.ROOT, value < 10 && value % 1 != 0 ? "%.2f" : "%.0f", value)
                + (figure.unit().isEmpty() ? "" : " " + figure.unit()));
      }
    }
    if (!measured.problem().isEmpty()) {
      parts.add("FAILED: " + measured.problem());
    }
    if (!measured.reasons().isEmpty()) {
      parts.add(measured.reasons().toString());
    }
    return String.join(", ", parts);
  }
}
