package org.jrsync.bench;

import org.jrsync.wire.Transport;

/** A transport that keeps what is written, to be read again as often as wanted. */
final class MemoryTransport implements Transport {
  private final byte[] bytes;
  private int length;
  private int position;

  MemoryTransport(int capacity) {
    bytes = new byte[capacity];
  }

  void clear() {
    length = 0;
    position = 0;
  }

  void rewind() {
    position = 0;
  }

  int length() {
    return length;
  }

  @Override
  public int read(byte[] buffer, int offset, int wanted, long idleMillis) {
    int count = Math.min(wanted, length - position);
    if (count <= 0) {
      return -1;
    }
    System.arraycopy(bytes, position, buffer, offset, count);
    position += count;
    return count;
  }

  @Override
  public void write(byte[] buffer, int offset, int count) {
    System.arraycopy(buffer, offset, bytes, length, count);
    length += count;
  }

  @Override
  public void shutdownOutput() {}

  @Override
  public void close() {}
}
