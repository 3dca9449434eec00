package org.jrsync.posix;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Lets tests of other modules hand sockets over to programs. */
public final class OpenSockets {
  private OpenSockets() {}

  /** The descriptor of a socket. */
  public static int descriptor(ListeningSocket socket) {
    return socket.fd();
  }

  /** A socket of IPv6 that takes connections of IPv4, too, at any free port. */
  public static ListeningSocket dualStack() {
    NativeScratch s = NativeScratch.acquire();
    try {
      int fd = Libc.SOCKET.check(s, SocketAddresses.AF_INET6, 1 | OpenFlags.CLOEXEC, 0);
      Sockets.set(fd, SocketSetting.IPV6_ONLY, 0);
      InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("::"), 0);
      Libc.BIND.check(s, fd, s.struct + 8, SocketAddresses.put(s, 8, any));
      Libc.LISTEN.check(s, fd, 16, 0);
      return ListeningSocket.adopt(fd);
    } finally {
      s.release();
    }
  }
}
