package org.jrsync.bench.scale.run;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The figures of one run of a row, or the medians of several. */
public final class Measured {

  private final Map<Figure, Double> figures = new EnumMap<>(Figure.class);
  private final Map<String, Integer> reasons = new TreeMap<>();
  private String problem = "";
  private int runs = 1;

  /** Sets a figure; one that is not a number is one that there is none of. */
  public void set(Figure figure, double value) {
    if (!Double.isNaN(value)) {
      figures.put(figure, value);
    }
  }

  /** A figure, {@link Double#NaN} where there is none. */
  public double get(Figure figure) {
    return figures.getOrDefault(figure, Double.NaN);
  }

  /** Notes why clients did not finish, with how many each. */
  void addReasons(Map<String, Integer> more) {
    more.forEach((reason, count) -> reasons.merge(reason, count, Integer::sum));
  }

  /** Why clients did not finish, of all runs. */
  public Map<String, Integer> reasons() {
    return reasons;
  }

  /** Says why the row failed as a whole. */
  public void fail(String why) {
    problem = why;
  }

  /** Why the row failed as a whole; empty where it did not. */
  public String problem() {
    return problem;
  }

  /** How many runs the figures are of. */
  public int runs() {
    return runs;
  }

  /** Says how many runs the figures are of. */
  public void setRuns(int count) {
    runs = count;
  }

  /** The median of each figure; a problem of any run is one of all. */
  static Measured median(List<Measured> runs) {
    Measured all = new Measured();
    all.runs = runs.size();
    for (Figure figure : Figure.values()) {
      all.set(figure, median(runs.stream().map(run -> run.get(figure)).toList()));
    }
    for (Measured run : runs) {
      all.addReasons(run.reasons);
      all.problem = all.problem.isEmpty() ? run.problem : all.problem;
    }
    return all;
  }

  private static double median(Collection<Double> values) {
    double[] sorted =
        values.stream().mapToDouble(Double::doubleValue).filter(v -> !Double.isNaN(v)).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
