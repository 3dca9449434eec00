package org.jrsync.posix;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Room for the two names that an operation on paths may take, from a bounded stock where threads
 * leave it that are going to wait.
 */
final class NamePair {
  /** A path or link target of up to 4095 bytes and its terminator. */
  static final int CAPACITY = 4096;

  private static final int STOCK = 16;
  private static final AtomicReferenceArray<@Nullable NamePair> SHARED =
      new AtomicReferenceArray<>(STOCK);

  private final ByteBuffer bytes =
      ByteBuffer.allocateDirect(2 * CAPACITY).order(ByteOrder.nativeOrder());
  final PathSlot first;
  final PathSlot second;

  private NamePair() {
    long base = MemorySegment.ofBuffer(bytes).address();
    first = new PathSlot(bytes, base, 0);
    second = new PathSlot(bytes, base, CAPACITY);
  }

  static NamePair acquire() {
    for (int i = 0; i < STOCK; i++) {
      NamePair idle = SHARED.getAndSet(i, null);
      if (idle != null) {
        return idle;
      }
    }
    return new NamePair();
  }

  void release() {
    for (int i = 0; i < STOCK; i++) {
      if (SHARED.compareAndSet(i, null, this)) {
        return;
      }
    }
    // The stock is full: this one is left to the collector.
  }
}
