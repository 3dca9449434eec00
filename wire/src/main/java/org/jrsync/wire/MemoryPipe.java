package org.jrsync.wire;

import java.io.IOException;

/**
 * One end of a connection inside the process, for local copies. Each end may be read by one thread
 * and written by another; closing an end wakes every thread at both: the peer reads what was
 * written and then the end of the stream, and its writes fail.
 */
public final class MemoryPipe implements Transport {
  /** The usual size of each direction, in bytes. */
  public static final int DEFAULT_CAPACITY = 512 * 1024;

  private final ByteRing in;
  private final ByteRing out;

  private MemoryPipe(ByteRing in, ByteRing out) {
    this.in = in;
    this.out = out;
  }

  /** The two ends of one connection. */
  public record Pair(MemoryPipe first, MemoryPipe second) {}

  /** A connection of the usual size. */
  public static Pair pair() {
    return pair(DEFAULT_CAPACITY);
  }

  /**
   * A connection.
   *
   * @param capacity of each direction in bytes, 1024 to 1 GiB; rounded up to a power of two
   */
  public static Pair pair(int capacity) {
    if (capacity < 1024 || capacity > 1 << 30) {
      throw new IllegalArgumentException("capacity " + capacity + " not in [1024,1073741824]");
    }
    int size = Integer.highestOneBit(capacity - 1) << 1;
    ByteRing there = new ByteRing(size);
    ByteRing back = new ByteRing(size);
    return new Pair(new MemoryPipe(back, there), new MemoryPipe(there, back));
  }

  @Override
  public int read(byte[] buffer, int offset, int length, long idleMillis) throws IOException {
    return in.read(buffer, offset, length, idleMillis);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    out.write(buffer, offset, length);
  }

  @Override
  public void shutdownOutput() {
    out.endOutput();
  }

  @Override
  public void close() {
    in.endInput();
    out.endOutput();
  }

  @Override
  public boolean isClosed() {
    return in.hasNoReader() || out.hasNoReader();
  }
}
