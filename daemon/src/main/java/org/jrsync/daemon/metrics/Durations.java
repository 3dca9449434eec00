package org.jrsync.daemon.metrics;

/**
 * How long something took, over the life of the daemon. Times are in nanoseconds and at most an
 * eighth too high, the maximum exact; all are 0 where nothing was measured.
 *
 * @param count how often it was measured
 */
public record Durations(long count, long p50, long p99, long max) {}
