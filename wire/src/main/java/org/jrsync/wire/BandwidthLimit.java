package org.jrsync.wire;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Paces writes to an average rate (--bwlimit). Writes are cut to an eighth of a second's worth, and
 * the writer sleeps once it is a tenth of a second ahead: shorter sleeps are too coarse to be
 * exact. Used by one thread.
 */
public final class BandwidthLimit {
  private static final long SECOND = 1_000_000_000L;
  private static final long WORTH_SLEEPING = SECOND / 10;
  private static final int MIN_WRITE = 512;

  private final int kibPerSecond;
  private final LongSupplier clock;
  private final LongConsumer sleeper;
  private long aheadNanos;
  private long lastNanos;
  private boolean started;

  /** The limit that an option asks for, in bytes a second; null for 0, which asks for none. */
  public static @Nullable BandwidthLimit of(long bytesPerSecond) {
    return bytesPerSecond <= 0
        ? null
        : new BandwidthLimit((int) Math.max(1, bytesPerSecond / 1024));
  }

  /**
   * @param kibPerSecond the rate in KiB a second, 1 or more
   */
  public BandwidthLimit(int kibPerSecond) {
    this(kibPerSecond, System::nanoTime, BandwidthLimit::sleep);
  }

  BandwidthLimit(int kibPerSecond, LongSupplier clock, LongConsumer sleeper) {
    if (kibPerSecond <= 0) {
      throw new IllegalArgumentException("rate " + kibPerSecond);
    }
    this.kibPerSecond = kibPerSecond;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /** The most that one write may take, in bytes. */
  public int maxWrite() {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(MIN_WRITE, kibPerSecond * 128L));
  }

  /** Notes that {@code bytes} went out, and sleeps as needed. */
  public void written(int bytes) {
    long now = clock.getAsLong();
    if (started) {
      aheadNanos = Math.max(0, aheadNanos - (now - lastNanos));
    }
    started = true;
    lastNanos = now;
    aheadNanos += bytes * SECOND / (kibPerSecond * 1024L);
    if (aheadNanos >= WORTH_SLEEPING) {
      sleeper.accept(aheadNanos);
    }
  }

  private static void sleep(long nanos) {
    long end = System.nanoTime() + nanos;
    while (true) {
      long left = end - System.nanoTime();
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        return;
      }
      LockSupport.parkNanos(left);
    }
  }
}
