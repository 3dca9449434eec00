package org.jrsync.posix;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/** How long a connection may stand still before whoever serves it is freed from it. */
final class StallLimit {
  /** How often a reader whose time is over looks whether somebody else has need of it. */
  private static final long LOOK_MILLIS = 500;

  private static final StallLimit NONE = new StallLimit(-1, () -> false);

  private final long millis;
  private final BooleanSupplier wanted;
  private volatile long moved = System.nanoTime();

  /**
   * @param millis how long a write waits at most, and a read where something is wanted; below 0 for
   *     ever
   * @param wanted whether somebody waits for what a silent peer holds
   */
  StallLimit(long millis, BooleanSupplier wanted) {
    this.millis = millis;
    this.wanted = wanted;
  }

  static StallLimit none() {
    return NONE;
  }

  /** Something came from the peer or went to it. */
  void moved() {
    if (this != NONE) {
      moved = System.nanoTime();
    }
  }

  /** Waits until a write would not. */
  void awaitWritable(int fd) throws IOException {
    if (!Readiness.awaitWritable(fd, millis)) {
      throw timedOut("write");
    }
  }

  /**
   * Waits until a read would not.
   *
   * @param time milliseconds at most; below 0 for ever
   * @return false when the time ran out
   */
  boolean awaitReadable(int fd, long time) throws IOException {
    if (millis < 0 || this == NONE) {
      return Readiness.awaitReadable(fd, time);
    }
    long end = System.nanoTime() + time * 1_000_000;
    while (true) {
      long left = time < 0 ? Long.MAX_VALUE : (end - System.nanoTime() + 999_999) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      long still = (System.nanoTime() - moved) / 1_000_000;
      if (still >= millis && wanted.getAsBoolean()) {
        throw timedOut("read");
      }
      long look = still < millis ? millis - still : LOOK_MILLIS;
      if (Readiness.awaitReadable(fd, Math.min(left, look))) {
        return true;
      }
    }
  }

  private static IOException timedOut(String call) {
    return DescriptorLease.failure(Errno.ETIMEDOUT, call);
  }
}
