package org.jrsync.posix;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A bound socket that connections are accepted from. Closed on exec. */
public final class ListeningSocket implements AutoCloseable {
  private static final int SOCK_STREAM = 1;
  private static final int FLAGS = OpenFlags.CLOEXEC | OpenFlags.NONBLOCK;
  private static final int ADDRESS = 8;
  private static final String LONGEST_BACKLOG = "/proc/sys/net/core/somaxconn";
  private static final SocketSetting ACCEPTS = new SocketSetting(1, 30);

  private final int fd;
  private final InetSocketAddress local;
  private boolean closed;

  private ListeningSocket(int fd, InetSocketAddress local) {
    this.fd = fd;
    this.local = local;
  }

  /**
   * The most connections that the system keeps for a socket until they are accepted, whatever
   * backlog is asked for; {@link Integer#MAX_VALUE} where it does not say.
   */
  public static int longestBacklog() {
    try {
      String text = new String(SystemFile.read(LONGEST_BACKLOG, 32), StandardCharsets.US_ASCII);
      return Integer.parseInt(text.strip());
    } catch (PosixException | NumberFormatException e) {
      return Integer.MAX_VALUE;
    }
  }

  /**
   * Binds and listens. A socket of IPv6 takes no IPv4 connections, so that each family can have one
   * of its own at the same port.
   *
   * @param address port 0 for any free one
   * @param backlog connections that the system keeps until they are accepted
   * @throws PosixException naming the call that failed
   */
  public static ListeningSocket bind(InetSocketAddress address, int backlog) {
    int family = SocketAddresses.family(address.getAddress());
    NativeScratch s = NativeScratch.acquire();
    int fd = -1;
    try {
      fd = Libc.SOCKET.check(s, family, SOCK_STREAM | FLAGS, 0);
      set(fd, SocketSetting.REUSE_ADDRESS);
      if (family == SocketAddresses.AF_INET6) {
        set(fd, SocketSetting.IPV6_ONLY);
      }
      int length = SocketAddresses.put(s, ADDRESS, address);
      Libc.BIND.check(s, fd, s.struct + ADDRESS, length);
      Libc.LISTEN.check(s, fd, backlog, 0);
      ListeningSocket socket = of(fd);
      fd = -1;
      return socket;
    } finally {
      s.release();
      if (fd >= 0) {
        Descriptors.closeQuietly(fd);
      }
    }
  }

  private static void set(int fd, SocketSetting setting) {
    int errno = Sockets.set(fd, setting, 1);
    if (errno != 0) {
      throw new PosixException(errno, Libc.SETSOCKOPT.callName());
    }
  }

  /** Whether the descriptor is a socket that listens for internet connections. */
  public static boolean listens(int fd) {
    return Sockets.get(fd, ACCEPTS) == 1
        && Sockets.get(fd, Sockets.TYPE) == SOCK_STREAM
        && Sockets.local(fd) != null;
  }

  /**
   * Takes over a socket that was bound by another program, such as systemd.
   *
   * @throws PosixException with {@code EINVAL} when it does not listen for internet connections
   */
  public static ListeningSocket adopt(int fd) {
    if (!listens(fd)) {
      throw new PosixException(Errno.EINVAL, Libc.ACCEPT4.callName());
    }
    Descriptors.setCloseOnExec(fd, true);
    Descriptors.setNonBlocking(fd, true);
    return of(fd);
  }

  private static ListeningSocket of(int fd) {
    InetSocketAddress local = Sockets.local(fd);
    if (local == null) {
      throw new PosixException(Errno.EINVAL, Libc.GETSOCKNAME.callName());
    }
    return new ListeningSocket(fd, local);
  }

  /** Where it listens. */
  public InetSocketAddress local() {
    return local;
  }

  /**
   * Accepts a connection without waiting.
   *
   * @return null when there is none
   * @throws PosixException among others with {@code EMFILE}, {@code ENFILE}, {@code ECONNABORTED}
   *     and {@code ENOBUFS}
   */
  public synchronized @Nullable SocketHandle accept() {
    NativeScratch s = NativeScratch.acquire();
    try {
      while (!closed) {
        s.putInt(0, SocketAddresses.CAPACITY);
        int accepted = Libc.ACCEPT4.intCall(s, fd, s.struct + ADDRESS, s.struct, FLAGS, 0);
        if (accepted >= 0) {
          return new SocketHandle(accepted, SocketAddresses.get(s, ADDRESS));
        }
        int errno = s.errno();
        if (errno == Errno.EAGAIN) {
          return null;
        }
        if (errno != Errno.EINTR) {
          throw Libc.ACCEPT4.failure(s);
        }
      }
      return null;
    } finally {
      s.release();
    }
  }

  int fd() {
    return fd;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Descriptors.closeQuietly(fd);
    }
  }
}
