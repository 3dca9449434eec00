package org.jrsync.posix;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;

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

  /** What there is for those who come when the stock is used up. */
  private static final int SMALL_SIZE = 16 * 1024;

  private static final int STOCK = 32;
  private static final Stock<IoBuffer> SHARED = new Stock<>(STOCK);

  /** Those of the full size that are in the stock or in use. */
  private static final AtomicInteger FULL = new AtomicInteger();

  final ByteBuffer bytes;
  final long address;

  /** Bytes: {@link #SIZE} or less. */
  final int size;

  private IoBuffer(int size) {
    this.size = size;
    this.bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    this.address = MemorySegment.ofBuffer(bytes).address();
  }

  /** A buffer of the full size. */
  static IoBuffer acquire() {
    IoBuffer idle = SHARED.take();
    return idle == null ? full() : idle;
  }

  private static IoBuffer full() {
    IoBuffer made = new IoBuffer(SIZE);
    FULL.incrementAndGet();
    return made;
  }

  /**
   * A buffer for a transfer in pieces, of any {@link #size}: where hundreds of threads are held up
   * with theirs, further ones must not cost as much.
   */
  static IoBuffer acquireAny() {
    IoBuffer idle = SHARED.take();
    if (idle != null) {
      return idle;
    }
    return FULL.get() < STOCK ? full() : new IoBuffer(SMALL_SIZE);
  }

  void release() {
    if (size == SIZE && !SHARED.put(this)) {
      // The stock is full: this one is left to the collector.
      FULL.decrementAndGet();
    }
  }
}
