package org.jrsync.posix;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Room for the two names that an operation on paths may take, from a bounded stock where threads
 * leave it that are going to wait.
 */
final class NamePair {
  /** A path or link target of up to 4095 bytes and its terminator. */
  static final int CAPACITY = 4096;

  private static final Stock<NamePair> SHARED = new Stock<>(16);

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
    NamePair idle = SHARED.take();
    return idle == null ? new NamePair() : idle;
  }

  void release() {
    // Where the stock is full, it is left to the collector.
    boolean _ = SHARED.put(this);
  }
}
