package org.jrsync.posix;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * A stream of bytes into a descriptor, without a buffer: each write is handed to the system before
 * it returns. Another thread may close it while a write waits for room; where the descriptor is
 * non-blocking the write then fails within half a second. The descriptor itself is closed only when
 * no write uses it any more.
 */
public final class FdOutputStream extends OutputStream {
  private static final int SLICE_MILLIS = 500;

  private final DescriptorLease lease;
  private final boolean socket;

  /** Takes over the descriptor; {@link #close} closes it. */
  public FdOutputStream(int fd) {
    this.lease = new DescriptorLease(fd);
    this.socket = Sockets.isSocket(fd);
  }

  /** The descriptor, for as long as the stream is open. */
  public int fd() {
    return lease.fd();
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int fd = lease.enter();
    IoBuffer buffer = IoBuffer.acquireAny();
    NativeScratch s = NativeScratch.acquire();
    try {
      int done = 0;
      while (done < length) {
        int piece = Math.min(length - done, buffer.size);
        buffer.bytes.put(0, bytes, offset + done, piece);
        writePiece(s, fd, buffer.address, piece);
        done += piece;
      }
    } finally {
      s.release();
      buffer.release();
      lease.leave();
    }
  }

  private void writePiece(NativeScratch s, int fd, long address, int length) throws IOException {
    int done = 0;
    while (done < length) {
      lease.ensureOpen();
      long count = Libc.WRITE.call(s, fd, address + done, length - done);
      if (count >= 0) {
        done += (int) count;
        continue;
      }
      int errno = s.errno();
      if (errno == Errno.EAGAIN) {
        Descriptors.poll(fd, Descriptors.POLLOUT, SLICE_MILLIS);
      } else if (errno != Errno.EINTR) {
        throw DescriptorLease.failure(errno, "write");
      }
    }
  }

  /**
   * Tells the reader that nothing more comes: of a socket ends the writing half, of anything else
   * closes it.
   */
  public void shutdownOutput() {
    if (socket) {
      Sockets.shutdown(lease.fd(), Sockets.SHUT_WR);
    } else {
      close();
    }
  }

  @Override
  public void close() {
    lease.close();
  }
}
