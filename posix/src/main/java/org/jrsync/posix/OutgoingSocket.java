package org.jrsync.posix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * A TCP socket on its way to a peer: options are set and it is bound before it is connected.
 * Another thread may close it meanwhile, which ends the wait soon.
 */
public final class OutgoingSocket implements AutoCloseable {
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_CLOEXEC = 02000000;
  private static final int SLICE_MILLIS = 100;
  private static final int ADDRESS = 8;
  private static final SocketSetting ERROR = new SocketSetting(1, 4);

  private final DescriptorLease lease;

  private OutgoingSocket(int fd) {
    this.lease = new DescriptorLease(fd);
  }

  /**
   * A socket for the family of an address.
   *
   * @throws PosixException when the system has none
   */
  public static OutgoingSocket to(InetAddress address) {
    NativeScratch s = NativeScratch.acquire();
    try {
      int family = SocketAddresses.family(address);
      int fd = Libc.SOCKET.intCall(s, family, SOCK_STREAM | SOCK_CLOEXEC, 0);
      if (fd < 0) {
        throw new PosixException(s.errno(), "socket");
      }
      return new OutgoingSocket(fd);
    } finally {
      s.release();
    }
  }

  private interface Use {
    int of(int fd);
  }

  private int use(Use use) {
    try {
      int fd = lease.enter();
      try {
        return use.of(fd);
      } finally {
        lease.leave();
      }
    } catch (IOException closed) {
      return Errno.EBADF;
    }
  }

  /** Sets an option; 0 or the errno. */
  public int set(SocketSetting setting, int value) {
    return use(fd -> Sockets.set(fd, setting, value));
  }

  /** Gives it a local address; 0 or the errno. */
  public int bind(InetSocketAddress local) {
    return use(fd -> call(Libc.BIND, fd, local));
  }

  /**
   * Connects.
   *
   * @param millis how long at most, 0 for as long as the system tries
   * @return 0, the errno, or -1 when the time is over
   */
  public int connect(InetSocketAddress peer, long millis) {
    return use(fd -> connect(fd, peer, millis));
  }

  private int connect(int fd, InetSocketAddress peer, long millis) {
    Descriptors.setNonBlocking(fd, true);
    int errno = call(Libc.CONNECT, fd, peer);
    if (errno != Errno.EINPROGRESS && errno != Errno.EINTR) {
      return errno;
    }
    long start = System.nanoTime();
    while (true) {
      long left = millis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      if (millis > 0 && left <= 0) {
        return -1;
      }
      int slice = millis > 0 ? (int) Math.min(left, SLICE_MILLIS) : SLICE_MILLIS;
      boolean ready = Descriptors.poll(fd, Descriptors.POLLOUT, slice);
      try {
        lease.ensureOpen();
      } catch (IOException closed) {
        return Errno.EBADF;
      }
      if (ready) {
        return Sockets.get(fd, ERROR);
      }
    }
  }

  private static int call(Libc call, int fd, InetSocketAddress address) {
    NativeScratch s = NativeScratch.acquire();
    try {
      int length = SocketAddresses.put(s, ADDRESS, address);
      return call.intCall(s, fd, s.struct + ADDRESS, length) < 0 ? s.errno() : 0;
    } finally {
      s.release();
    }
  }

  /**
   * A descriptor of the connection of its own, non-blocking, which the caller is to close.
   *
   * @throws PosixException when it is closed already
   */
  public int duplicate() {
    int[] copy = {-1};
    int errno =
        use(fd -> {
          copy[0] = Descriptors.duplicate(fd);
          return 0;
        });
    if (errno != 0) {
      throw new PosixException(errno, "dup");
    }
    return copy[0];
  }

  @Override
  public void close() {
    lease.close();
  }
}
