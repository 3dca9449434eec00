package org.jrsync.posix;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** {@code struct sockaddr_in} and {@code sockaddr_in6} in an operation's native memory. */
final class SocketAddresses {
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  /** Bytes that any address takes. */
  static final int CAPACITY = 128;

  private static final int PORT = 2;
  private static final int HOST_4 = 4;
  private static final int HOST_6 = 8;
  private static final int SCOPE = 24;
  private static final int LENGTH_4 = 16;
  private static final int LENGTH_6 = 28;

  private SocketAddresses() {}

  static int family(InetAddress address) {
    return address instanceof Inet6Address ? AF_INET6 : AF_INET;
  }

  /** Lays an address down; returns its length in bytes. */
  static int put(NativeScratch s, int offset, InetSocketAddress address) {
    InetAddress host = address.getAddress();
    int port = address.getPort();
    byte[] bytes = host.getAddress();
    for (int i = 0; i < LENGTH_6; i++) {
      s.putByte(offset + i, 0);
    }
    s.putShort(offset, family(host));
    s.putByte(offset + PORT, port >> 8).putByte(offset + PORT + 1, port);
    int at = offset + (bytes.length == 4 ? HOST_4 : HOST_6);
    for (int i = 0; i < bytes.length; i++) {
      s.putByte(at + i, bytes[i]);
    }
    if (host instanceof Inet6Address six) {
      s.putInt(offset + SCOPE, six.getScopeId());
      return LENGTH_6;
    }
    return LENGTH_4;
  }

  /**
   * What the system has laid down; null unless it is an internet address. An IPv4 address mapped
   * into IPv6 comes out as IPv4.
   */
  static @Nullable InetSocketAddress get(NativeScratch s, int offset) {
    int family = s.structShort(offset);
    if (family != AF_INET && family != AF_INET6) {
      return null;
    }
    int port =
        ((s.structByte(offset + PORT) & 0xff) << 8) | (s.structByte(offset + PORT + 1) & 0xff);
    byte[] host = new byte[family == AF_INET ? 4 : 16];
    int at = offset + (family == AF_INET ? HOST_4 : HOST_6);
    for (int i = 0; i < host.length; i++) {
      host[i] = s.structByte(at + i);
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(host), port);
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
