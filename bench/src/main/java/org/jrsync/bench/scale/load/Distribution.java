package org.jrsync.bench.scale.load;

import java.util.Arrays;

/**
 * Times of a load, sorted; every question has the answer {@link Double#NaN} where there are none.
 */
public final class Distribution {

  private static final double NANOS_PER_MILLI = 1e6;

  private final long[] sorted;

  /**
   * @param nanos in any order; kept
   */
  Distribution(long[] nanos) {
    Arrays.sort(nanos);
    sorted = nanos;
  }

  /**
   * The time that this share of all does not exceed, in milliseconds.
   *
   * @param share 0 to 1; 1 for the longest
   */
  public double millis(double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, rank - 1)] / NANOS_PER_MILLI;
  }
}
