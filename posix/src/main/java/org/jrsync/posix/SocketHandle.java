package org.jrsync.posix;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A connected stream socket that any kind of thread may use: one reads while another writes, and
 * {@link #close} may come from a third and ends both at once. The descriptor is given back when the
 * last of them has left.
 */
public final class SocketHandle implements AutoCloseable {
  private static final int DONT_WAIT = 0x40;
  private static final int NO_SIGNAL = 0x4000;

  private final DescriptorLease lease;
  private final @Nullable InetSocketAddress peer;
  private volatile StallLimit stall = StallLimit.none();

  /** Takes over a connected, non-blocking socket. */
  SocketHandle(int fd, @Nullable InetSocketAddress peer) {
    this.lease = new DescriptorLease(fd);
    this.peer = peer;
  }

  /** Takes over a connected socket. */
  public static SocketHandle of(int fd) {
    Descriptors.setNonBlocking(fd, true);
    return new SocketHandle(fd, Sockets.peer(fd));
  }

  /** The other end; an IPv4 address mapped into IPv6 is IPv4 here. Null for other families. */
  public @Nullable InetSocketAddress peer() {
    return peer;
  }

  /** From now on a write fails when the peer has taken nothing for so long; below 0 never. */
  public void setStallLimit(long millis) {
    setStallLimit(millis, () -> false);
  }

  /**
   * As {@link #setStallLimit(long)}; and a read fails as well when for so long the peer has neither
   * sent nor taken anything, as soon as somebody has need of what it holds.
   *
   * @param wanted whether somebody has; it must neither wait nor wake
   */
  public void setStallLimit(long millis, BooleanSupplier wanted) {
    stall = new StallLimit(millis, wanted);
  }

  /**
   * To be called before virtual threads use sockets.
   *
   * @throws PosixException when there is no descriptor for it
   */
  public static void prepareForVirtualThreads() {
    Readiness.prepareForVirtualThreads();
  }

  /** Sets an option; 0 or the errno. */
  public int set(SocketSetting setting, int value) {
    try {
      int fd = lease.enter();
      try {
        return Sockets.set(fd, setting, value);
      } finally {
        lease.leave();
      }
    } catch (IOException closed) {
      return Errno.EBADF;
    }
  }

  /**
   * Reads what is there, at least one byte if any comes in time.
   *
   * @param length 1 or more
   * @param millis how long to wait; 0 not at all, below 0 for ever
   * @return how many bytes, 0 when none came in time, -1 at the end of the stream
   */
  public int read(byte[] bytes, int offset, int length, long millis) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int fd = lease.enter();
    try {
      long end = System.nanoTime() + millis * 1_000_000;
      while (true) {
        lease.ensureOpen();
        int count = receive(fd, bytes, offset, length);
        StallLimit limit = stall;
        if (count != 0) {
          limit.moved();
          return count;
        }
        long left = millis;
        if (millis > 0) {
          // Rounded up, so that a wait is not over before its time.
          left = (end - System.nanoTime() + 999_999) / 1_000_000;
        }
        if (left == 0 || (millis > 0 && left < 0) || !limit.awaitReadable(fd, left)) {
          return 0;
        }
      }
    } finally {
      lease.leave();
    }
  }

  /**
   * Waits until a read would not, or the time is over.
   *
   * @param millis how long at most; below 0 for ever
   */
  public void awaitReadable(long millis) throws IOException {
    int fd = lease.enter();
    try {
      boolean _ = Readiness.awaitReadable(fd, millis);
    } finally {
      lease.leave();
    }
  }

  /** As many bytes as there are; 0 for none yet, -1 at the end. */
  private static int receive(int fd, byte[] bytes, int offset, int length) throws IOException {
    IoBuffer buffer = IoBuffer.acquireAny();
    NativeScratch s = NativeScratch.acquire();
    try {
      while (true) {
        int wanted = Math.min(length, buffer.size);
        int count = (int) Libc.RECV.call(s, fd, buffer.address, wanted, DONT_WAIT, 0);
        if (count > 0) {
          buffer.bytes.get(0, bytes, offset, count);
          return count;
        }
        if (count == 0) {
          return -1;
        }
        int errno = s.errno();
        if (errno == Errno.EAGAIN) {
          return 0;
        }
        if (errno != Errno.EINTR) {
          throw DescriptorLease.failure(errno, "read");
        }
      }
    } finally {
      s.release();
      buffer.release();
    }
  }

  /** Writes all of it. */
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int fd = lease.enter();
    try {
      int done = 0;
      while (done < length) {
        lease.ensureOpen();
        int count = send(fd, bytes, offset + done, length - done);
        done += count;
        StallLimit limit = stall;
        if (count == 0) {
          limit.awaitWritable(fd);
        } else {
          limit.moved();
        }
      }
    } finally {
      lease.leave();
    }
  }

  /**
   * Writes what the system has room for.
   *
   * @return how many bytes it took, perhaps none
   */
  public int writeNow(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int fd = lease.enter();
    try {
      lease.ensureOpen();
      return send(fd, bytes, offset, length);
    } finally {
      lease.leave();
    }
  }

  /** How many bytes the system took; 0 when it has no room. */
  private static int send(int fd, byte[] bytes, int offset, int length) throws IOException {
    IoBuffer buffer = IoBuffer.acquireAny();
    NativeScratch s = NativeScratch.acquire();
    try {
      int piece = Math.min(length, buffer.size);
      buffer.bytes.put(0, bytes, offset, piece);
      while (true) {
        int count = (int) Libc.SEND.call(s, fd, buffer.address, piece, DONT_WAIT | NO_SIGNAL, 0);
        if (count >= 0) {
          return count;
        }
        int errno = s.errno();
        if (errno == Errno.EAGAIN) {
          return 0;
        }
        if (errno != Errno.EINTR) {
          throw DescriptorLease.failure(errno, "write");
        }
      }
    } finally {
      s.release();
      buffer.release();
    }
  }

  /** Tells the peer that nothing more will be written. */
  public void shutdownOutput() {
    try {
      int fd = lease.enter();
      try {
        Sockets.shutdown(fd, Sockets.SHUT_WR);
      } finally {
        lease.leave();
      }
    } catch (IOException closed) {
      // Both directions have ended already.
      return;
    }
  }

  /** Ends both directions; threads inside {@link #read} or {@link #write} return or fail. */
  @Override
  public void close() {
    lease.close(fd -> Sockets.shutdown(fd, Sockets.SHUT_RDWR));
  }
}
