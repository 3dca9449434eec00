package org.jrsync.posix;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What can be learned of a descriptor that may be a socket, such as the standard input that inetd
 * gives.
 */
public final class Sockets {
  static final int SHUT_RD = 0;
  static final int SHUT_WR = 1;
  static final int SHUT_RDWR = 2;

  static final SocketSetting TYPE = new SocketSetting(1, 3);
  private static final int ADDRESS = 8;

  private Sockets() {}

  /** Whether the descriptor is a socket of any family. */
  public static boolean isSocket(int fd) {
    return get(fd, TYPE) >= 0;
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
      s.putInt(0, SocketAddresses.CAPACITY);
      boolean known = call.intCall(s, fd, s.struct + ADDRESS, s.struct) >= 0;
      return known ? SocketAddresses.get(s, ADDRESS) : null;
    } finally {
      s.release();
    }
  }

  /** The value of an option, or -1 when the descriptor has none. */
  static int get(int fd, SocketSetting setting) {
    NativeScratch s = NativeScratch.acquire();
    try {
      s.putInt(0, Integer.BYTES);
      int result =
          Libc.GETSOCKOPT.intCall(s, fd, setting.level(), setting.option(), s.struct + 8, s.struct);
      return result < 0 ? -1 : s.structInt(8);
    } finally {
      s.release();
    }
  }

  /** Sets an option of a socket; 0 or the errno. */
  static int set(int fd, SocketSetting setting, int value) {
    NativeScratch s = NativeScratch.acquire();
    try {
      s.putInt(0, value);
      int result =
          Libc.SETSOCKOPT.intCall(
              s, fd, setting.level(), setting.option(), s.struct, Integer.BYTES);
      return result < 0 ? s.errno() : 0;
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
