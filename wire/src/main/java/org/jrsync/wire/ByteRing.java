package org.jrsync.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a {@link MemoryPipe}: a ring of bytes between one reading and one writing
 * thread. Copies are bulk and without a lock; a side is woken only where it waits for what has come
 * about, and a writer only once there is room for what it wants or for a quarter of the ring.
 */
final class ByteRing {
  private final byte[] data;
  private final int mask;

  /** Bytes taken and bytes put since the start; each is written by one side only. */
  private volatile long taken;

  private volatile long put;
  private volatile boolean readerGone;
  private volatile boolean writerGone;
  private volatile @Nullable Thread waitingReader;
  private volatile @Nullable Thread waitingWriter;
  private volatile int wantedRoom;

  /**
   * @param capacity a power of two
   */
  ByteRing(int capacity) {
    data = new byte[capacity];
    mask = capacity - 1;
  }

  int read(byte[] target, int offset, int length, long idleMillis) throws IOException {
    long start = 0;
    while (true) {
      if (readerGone) {
        throw new IOException("Stream closed");
      }
      // Read before the count: bytes put before the writer went must not be missed.
      boolean last = writerGone;
      int n = take(target, offset, length);
      if (n > 0) {
        return n;
      }
      if (last) {
        return -1;
      }
      if (idleMillis == Transport.NO_WAIT) {
        return 0;
      }
      long wait = 0;
      if (idleMillis > 0) {
        long now = System.nanoTime();
        start = start == 0 ? now : start;
        wait = TimeUnit.MILLISECONDS.toNanos(idleMillis) - (now - start);
        if (wait <= 0) {
          return 0;
        }
      }
      waitingReader = Thread.currentThread();
      if (put == taken && !writerGone && !readerGone) {
        park(wait);
      }
      waitingReader = null;
    }
  }

  private int take(byte[] target, int offset, int length) {
    long from = taken;
    int n = (int) Math.min(length, put - from);
    if (n == 0) {
      return 0;
    }
    int at = (int) from & mask;
    int first = Math.min(n, data.length - at);
    System.arraycopy(data, at, target, offset, first);
    System.arraycopy(data, 0, target, offset + first, n - first);
    taken = from + n;
    Thread writer = waitingWriter;
    if (writer != null && room() >= wantedRoom) {
      LockSupport.unpark(writer);
    }
    return n;
  }

  void write(byte[] source, int offset, int length) throws IOException {
    while (length > 0) {
      if (readerGone || writerGone) {
        throw new IOException("Broken pipe");
      }
      int n = Math.min(length, room());
      if (n > 0) {
        long to = put;
        int at = (int) to & mask;
        int first = Math.min(n, data.length - at);
        System.arraycopy(source, offset, data, at, first);
        System.arraycopy(source, offset + first, data, 0, n - first);
        put = to + n;
        LockSupport.unpark(waitingReader);
        offset += n;
        length -= n;
        continue;
      }
      wantedRoom = Math.min(length, data.length / 4);
      waitingWriter = Thread.currentThread();
      if (room() < wantedRoom && !readerGone && !writerGone) {
        park(0);
      }
      waitingWriter = null;
    }
  }

  private int room() {
    return data.length - (int) (put - taken);
  }

  private static void park(long nanos) throws InterruptedIOException {
    if (nanos == 0) {
      LockSupport.park();
    } else {
      LockSupport.parkNanos(nanos);
    }
    if (Thread.interrupted()) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** No more will be put; what is there can still be taken. */
  void endOutput() {
    writerGone = true;
    wakeBoth();
  }

  /** No more will be taken. */
  void endInput() {
    readerGone = true;
    wakeBoth();
  }

  boolean hasNoReader() {
    return readerGone;
  }

  private void wakeBoth() {
    LockSupport.unpark(waitingReader);
    LockSupport.unpark(waitingWriter);
  }
}
