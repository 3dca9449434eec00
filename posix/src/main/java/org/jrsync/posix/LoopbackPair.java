package org.jrsync.posix;

import java.net.InetSocketAddress;

/**
 * A connected pair of TCP sockets on the loopback address, for children that want an internet
 * socket as their standard input: a daemon started as inetd would start it.
 */
public final class LoopbackPair {
  private static final int AF_INET = 2;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_CLOEXEC = 02000000;
  private static final int LOOPBACK = 0x0100007f; // 127.0.0.1 in network order
  private static final int ADDRESS = 16;
  private static final int ADDRESS_LENGTH = 16;

  private LoopbackPair() {}

  /**
   * Two connected descriptors, both closed on exec.
   *
   * @throws PosixException when there is no room for them
   */
  public static int[] open() {
    int listener = -1;
    int first = -1;
    int second = -1;
    NativeScratch s = NativeScratch.acquire();
    try {
      listener = socket(s);
      address(s, 0);
      check(s, Libc.BIND.intCall(s, listener, s.struct + ADDRESS, ADDRESS_LENGTH), "bind");
      check(s, Libc.LISTEN.intCall(s, listener, 1, 0), "listen");
      s.putInt(0, ADDRESS_LENGTH);
      check(s, Libc.GETSOCKNAME.intCall(s, listener, s.struct + ADDRESS, s.struct), "getsockname");
      first = socket(s);
      check(s, Libc.CONNECT.intCall(s, first, s.struct + ADDRESS, ADDRESS_LENGTH), "connect");
      second = accept(s, listener, first);
      int[] pair = {first, second};
      first = -1;
      second = -1;
      return pair;
    } finally {
      s.release();
      Descriptors.closeQuietly(listener);
      Descriptors.closeQuietly(first);
      Descriptors.closeQuietly(second);
    }
  }

  /**
   * Any process of the machine may connect to the listener meanwhile: the right one is known by its
   * address.
   */
  private static int accept(NativeScratch s, int listener, int first) {
    InetSocketAddress own = Sockets.local(first);
    while (true) {
      int accepted = Libc.ACCEPT4.intCall(s, listener, 0, 0, SOCK_CLOEXEC, 0);
      check(s, accepted, "accept");
      if (own != null && own.equals(Sockets.peer(accepted))) {
        return accepted;
      }
      Descriptors.closeQuietly(accepted);
    }
  }

  private static int socket(NativeScratch s) {
    int fd = Libc.SOCKET.intCall(s, AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    check(s, fd, "socket");
    return fd;
  }

  private static void address(NativeScratch s, int portInNetworkOrder) {
    s.putInt(ADDRESS, AF_INET | (portInNetworkOrder << 16));
    s.putInt(ADDRESS + 4, LOOPBACK);
    s.putLong(ADDRESS + 8, 0);
  }

  private static void check(NativeScratch s, int result, String call) {
    if (result < 0) {
      throw new PosixException(s.errno(), call);
    }
  }
}
