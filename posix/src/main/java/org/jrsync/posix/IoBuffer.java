package org.jrsync.posix;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A native buffer through which file content and directory entries pass, from a bounded stock that
 * all threads share.
 *
 * <p>File content could reach a Java array without the copy, by a critical call, but such a call
 * holds up garbage collection until it returns, and a read of a dead network mount never does. The
 * copy stays inside the processor's cache and costs less than the system call.
 */
final class IoBuffer {
  /**
   * Bytes in a buffer: enough to make the call's own cost small, little enough to stay in the
   * cache.
   */
  static final int SIZE = 128 * 1024;

  private static final int STOCK = 32;
  private static final AtomicReferenceArray<@Nullable IoBuffer> SHARED =
      new AtomicReferenceArray<>(STOCK);

  final ByteBuffer bytes = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());
  final long address = MemorySegment.ofBuffer(bytes).address();

  private IoBuffer() {}

  static IoBuffer acquire() {
    int start = (int) Thread.currentThread().threadId();
    for (int i = 0; i < STOCK; i++) {
      IoBuffer idle = SHARED.getAndSet((start + i) & (STOCK - 1), null);
      if (idle != null) {
        return idle;
      }
    }
    return new IoBuffer();
  }

  void release() {
    int start = (int) Thread.currentThread().threadId();
    for (int i = 0; i < STOCK; i++) {
      if (SHARED.compareAndSet((start + i) & (STOCK - 1), null, this)) {
        return;
      }
    }
    // The stock is full: this one is left to the collector.
  }
}
