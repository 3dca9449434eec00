package org.jrsync.posix;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * What can be learned of a descriptor that may be a socket, such as the standard input that inetd
 * gives.
 */
public final class Sockets {
  static final int SHUT_RD = 0;
  static final int SHUT_WR = 1;

  private static final int SOL_SOCKET = 1;
  private static final int SO_TYPE = 3;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int ADDRESS_CAPACITY = 128;
  private static final int ADDRESS = 8;

  private Sockets() {}

  /** Whether the descriptor is a socket of any family. */
  public static boolean isSocket(int fd) {
    NativeScratch s = NativeScratch.acquire();
    try {
      s.putInt(0, 4);
      return Libc.GETSOCKOPT.intCall(s, fd, SOL_SOCKET, SO_TYPE, s.struct + 8, s.struct) == 0;
    } finally {
      s.release();
    }
  }

  /** Whether the descriptor is a connected socket of the internet families. */
  public static boolean isConnectedInternetSocket(int fd) {
    return peer(fd) != null;
  }

  /** The other end of a connected internet socket, or null for anything else. */
  public static @Nullable InetSocketAddress peer(int fd) {
    return address(Libc.GETPEERNAME, fd);
  }

  /** This end of an internet socket, or null for anything else. */
  public static @Nullable InetSocketAddress local(int fd) {
    return address(Libc.GETSOCKNAME, fd);
  }

  private static @Nullable InetSocketAddress address(Libc call, int fd) {
    NativeScratch s = NativeScratch.acquire();
    try {
      s.putInt(0, ADDRESS_CAPACITY);
      if (call.intCall(s, fd, s.struct + ADDRESS, s.struct) < 0) {
        return null;
      }
      int family = s.structShort(ADDRESS);
      if (family != AF_INET && family != AF_INET6) {
        return null;
      }
      int port = ((s.structByte(ADDRESS + 2) & 0xff) << 8) | (s.structByte(ADDRESS + 3) & 0xff);
      byte[] host = new byte[family == AF_INET ? 4 : 16];
      for (int i = 0; i < host.length; i++) {
        host[i] = s.structByte(ADDRESS + (family == AF_INET ? 4 : 8) + i);
      }
      return new InetSocketAddress(InetAddress.getByAddress(host), port);
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    } finally {
      s.release();
    }
  }

  static void shutdown(int fd, int how) {
    NativeScratch s = NativeScratch.acquire();
    try {
      // The peer may have gone already, which comes to the same.
      Libc.SHUTDOWN.intCall(s, fd, how, 0);
    } finally {
      s.release();
    }
  }
}
