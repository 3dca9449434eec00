package org.jrsync.posix;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Objects;

/**
 * A stream of bytes from a descriptor: a pipe, a socket, a terminal. Another thread may close it
 * while a read waits; the read then fails within half a second. The descriptor itself is closed
 * only when no read uses it any more.
 */
public final class FdInputStream extends InputStream {
  private static final int SLICE_MILLIS = 500;
  private static final int AGAIN = -2;

  private final DescriptorLease lease;
  private final boolean socket;
  private volatile int timeoutMillis;

  /** Takes over the descriptor; {@link #close} closes it. */
  public FdInputStream(int fd) {
    this.lease = new DescriptorLease(fd);
    this.socket = Sockets.isSocket(fd);
  }

  /**
   * How long a read waits for its first byte before it fails with {@link SocketTimeoutException}; 0
   * is for ever.
   */
  public void setTimeoutMillis(int millis) {
    timeoutMillis = Math.max(0, millis);
  }

  /** The descriptor, for as long as the stream is open. */
  public int fd() {
    return lease.fd();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    int fd = lease.enter();
    try {
      while (true) {
        awaitByte(fd);
        int count = readNow(fd, bytes, offset, length);
        if (count != AGAIN) {
          return count;
        }
      }
    } finally {
      lease.leave();
    }
  }

  /** Native memory is taken only now: a stream that waits holds none. */
  private static int readNow(int fd, byte[] bytes, int offset, int length) throws IOException {
    IoBuffer buffer = IoBuffer.acquireAny();
    NativeScratch s = NativeScratch.acquire();
    try {
      int count = (int) Libc.READ.call(s, fd, buffer.address, Math.min(length, buffer.size));
      if (count > 0) {
        buffer.bytes.get(0, bytes, offset, count);
        return count;
      }
      if (count == 0) {
        return -1;
      }
      int errno = s.errno();
      if (errno == Errno.EINTR || errno == Errno.EAGAIN) {
        return AGAIN;
      }
      throw DescriptorLease.failure(errno, "read");
    } finally {
      s.release();
      buffer.release();
    }
  }

  private void awaitByte(int fd) throws IOException {
    int timeout = timeoutMillis;
    long start = System.nanoTime();
    while (true) {
      int slice = SLICE_MILLIS;
      if (timeout > 0) {
        long left = timeout - (System.nanoTime() - start) / 1_000_000;
        if (left <= 0) {
          throw new SocketTimeoutException("nothing to read for " + timeout + " ms");
        }
        slice = (int) Math.min(slice, left);
      }
      boolean ready = Descriptors.poll(fd, Descriptors.POLLIN, slice);
      lease.ensureOpen();
      if (ready) {
        return;
      }
    }
  }

  /** Ends the reading half of a socket; no more than {@link #close} for anything else. */
  public void shutdownInput() {
    if (socket) {
      Sockets.shutdown(lease.fd(), Sockets.SHUT_RD);
    } else {
      close();
    }
  }

  @Override
  public void close() {
    lease.close();
  }
}
