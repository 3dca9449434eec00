package org.jrsync.posix;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded stock of things that are costly to make, which all threads share without a lock. Each
 * thread begins to look at a place of its own.
 */
final class Stock<T> {
  private final AtomicReferenceArray<@Nullable T> places;
  private final int mask;

  /**
   * @param size a power of two
   */
  Stock(int size) {
    places = new AtomicReferenceArray<>(size);
    mask = size - 1;
  }

  /** Takes one out; null when there is none. */
  @Nullable T take() {
    int start = (int) Thread.currentThread().threadId();
    for (int i = 0; i <= mask; i++) {
      int index = (start + i) & mask;
      // A look first: taking nothing away would make other processors' copies void all the same.
      if (places.getOpaque(index) != null) {
        T idle = places.getAndSet(index, null);
        if (idle != null) {
          return idle;
        }
      }
    }
    return null;
  }

  /** Puts one in; false when the stock is full. */
  boolean put(T idle) {
    int start = (int) Thread.currentThread().threadId();
    for (int i = 0; i <= mask; i++) {
      int index = (start + i) & mask;
      if (places.getOpaque(index) == null && places.compareAndSet(index, null, idle)) {
        return true;
      }
    }
    return false;
  }
}
