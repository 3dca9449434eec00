package org.jrsync.daemon.metrics;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations by their size, for percentiles that are at most an eighth too high. Any number
 * of threads may add at the same time; adding allocates nothing.
 */
final class Histogram {

  /** Buckets for each doubling. */
  private static final int STEPS = 8;

  private static final int STEP_BITS = 3;
  private static final int BUCKETS = (Long.SIZE - STEP_BITS) * STEPS;

  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
  private final AtomicLong max = new AtomicLong();

  /**
   * Adds a duration.
   *
   * @param nanos nanoseconds; below 0 counts as 0
   */
  void add(long nanos) {
    long value = Math.max(0, nanos);
    counts.incrementAndGet(bucket(value));
    if (value > max.get()) {
      max.accumulateAndGet(value, Math::max);
    }
  }

  // Values below STEPS have a bucket each; above, the bits behind the highest one choose the step.
  private static int bucket(long value) {
    if (value < STEPS) {
      return (int) value;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - STEP_BITS;
    return (shift + 1) * STEPS + (int) (value >>> shift) - STEPS;
  }

  /** The largest value of a bucket. */
  private static long top(int bucket) {
    if (bucket < STEPS) {
      return bucket;
    }
    int shift = bucket / STEPS - 1;
    return ((long) (bucket % STEPS + STEPS + 1) << shift) - 1;
  }

  /** What has been added so far. */
  Durations durations() {
    long[] now = new long[BUCKETS];
    long total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      now[i] = counts.get(i);
      total += now[i];
    }
    long highest = max.get();
    return new Durations(
        total,
        Math.min(percentile(now, total, 50), highest),
        Math.min(percentile(now, total, 99), highest),
        highest);
  }

  private static long percentile(long[] counts, long total, int percent) {
    long wanted = (total * percent + 99) / 100;
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted && seen > 0) {
        return top(i);
      }
    }
    return 0;
  }
}
