package org.jrsync.bench.scale.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.DoubleUnaryOperator;

/**
 * A chart of lines over numbers of connections, both axes logarithmic.
 *
 * @param title above it
 * @param unit what the vertical axis shows
 * @param lines by name: values by numbers of connections, all positive
 */
record SvgChart(String title, String unit, Map<String, NavigableMap<Integer, Double>> lines) {

  static final int WIDTH = 420;
  static final int HEIGHT = 340;

  private static final int LEFT = 62;
  private static final int RIGHT = 14;
  private static final int TOP = 34;
  private static final int BOTTOM = 96;
  private static final int LEGEND_COLUMNS = 3;
  private static final List<String> COLOURS =
      List.of("#0072b2", "#009e73", "#d55e00", "#888888", "#000000");

  /** Charts beside each other, as a file. */
  static String file(List<SvgChart> charts) {
    StringBuilder svg = new StringBuilder();
    int width = WIDTH * charts.size();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " height=\"%d\" font-family=\"sans-serif\" font-size=\"11\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
            width,
            HEIGHT,
            width,
            HEIGHT));
    for (int i = 0; i < charts.size(); i++) {
      svg.append(String.format(Locale.ROOT, "<g transform=\"translate(%d 0)\">%n", i * WIDTH));
      charts.get(i).draw(svg);
      svg.append("</g>\n");
    }
    return svg.append("</svg>\n").toString();
  }

  private void draw(StringBuilder svg) {
    text(svg, WIDTH / 2, 18, "middle", title);
    if (lines.isEmpty()) {
      text(svg, WIDTH / 2, HEIGHT / 2, "middle", "not measured");
      return;
    }
    double lowest = decade(values().min().orElse(1), false);
    double highest = Math.max(lowest * 10, decade(values().max().orElse(10), true));
    int fewest = lines.values().stream().mapToInt(NavigableMap::firstKey).min().orElse(1);
    int most =
        Math.max(
            fewest * 10, lines.values().stream().mapToInt(NavigableMap::lastKey).max().orElse(10));
    DoubleUnaryOperator x = scale(fewest, most, LEFT, WIDTH - RIGHT);
    DoubleUnaryOperator y = scale(lowest, highest, HEIGHT - BOTTOM, TOP);
    axes(svg, x, y, lowest, highest);
    int index = 0;
    for (Map.Entry<String, NavigableMap<Integer, Double>> line : lines.entrySet()) {
      line(svg, x, y, line.getValue(), COLOURS.get(index % COLOURS.size()));
      legend(svg, index, line.getKey());
      index++;
    }
  }

  private java.util.stream.DoubleStream values() {
    return lines.values().stream().flatMap(line -> line.values().stream()).mapToDouble(v -> v);
  }

  /** The power of ten that is not above, or not below. */
  private static double decade(double value, boolean above) {
    double power = Math.log10(value);
    return Math.pow(10, above ? Math.ceil(power) : Math.floor(power));
  }

  private static DoubleUnaryOperator scale(double low, double high, int from, int to) {
    double span = Math.log10(high) - Math.log10(low);
    return value -> from + (Math.log10(value) - Math.log10(low)) / span * (to - from);
  }

  private void axes(
      StringBuilder svg, DoubleUnaryOperator x, DoubleUnaryOperator y, double low, double high) {
    for (double tick = low; tick <= high * 1.001; tick *= 10) {
      double at = y.applyAsDouble(tick);
      stroke(svg, LEFT, at, WIDTH - RIGHT, at, "#dddddd");
      text(svg, LEFT - 6, at + 4, "end", number(tick));
    }
    for (int tick : lines.values().stream().flatMap(l -> l.keySet().stream()).distinct().toList()) {
      double at = x.applyAsDouble(tick);
      stroke(svg, at, TOP, at, HEIGHT - BOTTOM, "#eeeeee");
      text(svg, at, HEIGHT - BOTTOM + 16, "middle", number(tick));
    }
    stroke(svg, LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "black");
    stroke(svg, LEFT, TOP, LEFT, HEIGHT - BOTTOM, "black");
    text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - BOTTOM + 34, "middle", "connections");
    svg.append(
        String.format(
            Locale.ROOT,
            "<text transform=\"translate(14 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
            (TOP + HEIGHT - BOTTOM) / 2,
            unit));
  }

  private static void line(
      StringBuilder svg,
      DoubleUnaryOperator x,
      DoubleUnaryOperator y,
      NavigableMap<Integer, Double> points,
      String colour) {
    StringBuilder path = new StringBuilder();
    points.forEach((count, value) -> {
      double px = x.applyAsDouble(count);
      double py = y.applyAsDouble(value);
      path.append(String.format(Locale.ROOT, "%.1f,%.1f ", px, py));
      svg.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n",
              px,
              py,
              colour));
    });
    svg.append(
        String.format(
            Locale.ROOT,
            "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
            path.toString().strip(),
            colour));
  }

  private static void legend(StringBuilder svg, int index, String name) {
    int x = LEFT + index % LEGEND_COLUMNS * 115;
    int y = HEIGHT - 34 + index / LEGEND_COLUMNS * 18;
    String colour = COLOURS.get(index % COLOURS.size());
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"4\" fill=\"%s\"/>%n",
            x,
            y - 6,
            colour));
    text(svg, x + 19, y, "start", name);
  }

  private static void stroke(
      StringBuilder svg, double x1, double y1, double x2, double y2, String colour) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
            x1,
            y1,
            x2,
            y2,
            colour));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            text));
  }

  private static String number(double value) {
    return value < 1
        ? String.format(Locale.ROOT, "%.3g", value).replaceAll("0+$", "")
        : String.format(Locale.ROOT, "%,.0f", value).replace(',', ' ');
  }
}
