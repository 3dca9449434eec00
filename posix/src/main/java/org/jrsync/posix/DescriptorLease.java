package org.jrsync.posix;

import java.io.IOException;
import java.util.function.IntConsumer;

/**
 * A descriptor that one thread may close while another uses it: the number is given back to the
 * system when the last use ends, so that no call ever reaches a stranger's file that got the same
 * number.
 */
final class DescriptorLease {
  private final int fd;
  private int users;
  private boolean closed;
  private volatile boolean closing;

  DescriptorLease(int fd) {
    this.fd = fd;
  }

  synchronized int fd() {
    return closed ? -1 : fd;
  }

  synchronized int enter() throws IOException {
    ensureOpen();
    users++;
    return fd;
  }

  synchronized void leave() {
    users--;
    closeIfUnused();
  }

  void ensureOpen() throws IOException {
    if (closing) {
      throw new IOException("Stream closed");
    }
  }

  synchronized void close() {
    closing = true;
    closeIfUnused();
  }

  /**
   * Closes, and does something to the descriptor while it is certainly still ours, such as what
   * ends the waits of those who use it.
   */
  synchronized void close(IntConsumer first) {
    if (!closing) {
      first.accept(fd);
    }
    close();
  }

  private void closeIfUnused() {
    if (closing && !closed && users == 0) {
      closed = true;
      Descriptors.closeQuietly(fd);
    }
  }

  /** The stream's failure, with the system's reason as its message and cause. */
  static IOException failure(int errno, String call) {
    return new IOException(Errno.message(errno), new PosixException(errno, call));
  }
}
