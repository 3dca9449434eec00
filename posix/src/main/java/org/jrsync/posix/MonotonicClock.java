package org.jrsync.posix;

/** The clock that all processes of the machine share and nobody sets. */
public final class MonotonicClock {
  private static final int CLOCK_MONOTONIC = 1;

  private MonotonicClock() {}

  /** Microseconds since a moment before the start of any process, as {@code CLOCK_MONOTONIC}. */
  public static long micros() {
    NativeScratch s = NativeScratch.acquire();
    try {
      Libc.CLOCK_GETTIME.check(s, CLOCK_MONOTONIC, s.struct, 0);
      return s.structLong(0) * 1_000_000 + s.structLong(8) / 1_000;
    } finally {
      s.release();
    }
  }
}
