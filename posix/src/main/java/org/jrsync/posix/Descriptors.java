package org.jrsync.posix;

/** Helpers for raw descriptors. All that they make is closed when another program is executed. */
public final class Descriptors {
  static final int POLLIN = 1;
  static final int POLLOUT = 4;

  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int F_GETFD = 1;
  private static final int F_SETFD = 2;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;
  private static final int FD_CLOEXEC = 1;

  private static final int RLIMIT_NOFILE = 7;
  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_CLOEXEC = 02000000;

  private Descriptors() {}

  /** How many descriptors this process may have. */
  public static int limit() {
    NativeScratch s = NativeScratch.acquire();
    try {
      Libc.GETRLIMIT.check(s, RLIMIT_NOFILE, s.struct, 0);
      long soft = s.structLong(0);
      // Unsigned, and all ones for no limit.
      return soft < 0 || soft > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) soft;
    } finally {
      s.release();
    }
  }

  /** Another descriptor of the same open file. */
  public static int duplicate(int fd) {
    return duplicateAbove(fd, 3);
  }

  /** As {@link #duplicate}, with a number of at least {@code lowest}. */
  public static int duplicateAbove(int fd, int lowest) {
    return fcntl(fd, F_DUPFD_CLOEXEC, lowest);
  }

  /**
   * Closes; an error that the file system reports only now is thrown, with the descriptor gone all
   * the same.
   */
  public static void close(int fd) {
    NativeScratch s = NativeScratch.acquire();
    try {
      // Linux has let go of the number even when it says EINTR.
      if (Libc.CLOSE.intCall(s, fd) < 0 && s.errno() != Errno.EINTR) {
        throw Libc.CLOSE.failure(s);
      }
    } finally {
      s.release();
    }
  }

  public static void closeQuietly(int fd) {
    NativeScratch s = NativeScratch.acquire();
    try {
      Libc.CLOSE.intCall(s, fd);
    } finally {
      s.release();
    }
  }

  /** A pipe: the end to read from, and the end to write to. */
  public static int[] pipe() {
    NativeScratch s = NativeScratch.acquire();
    try {
      Libc.PIPE2.check(s, s.struct, OpenFlags.CLOEXEC, 0);
      return new int[] {s.structInt(0), s.structInt(4)};
    } finally {
      s.release();
    }
  }

  /** Two connected stream sockets. */
  public static int[] socketPair() {
    NativeScratch s = NativeScratch.acquire();
    try {
      Libc.SOCKETPAIR.check(s, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, s.struct, 0);
      return new int[] {s.structInt(0), s.structInt(4)};
    } finally {
      s.release();
    }
  }

  /** Whether the descriptor is closed when another program is executed. */
  public static boolean isCloseOnExec(int fd) {
    return (fcntl(fd, F_GETFD, 0) & FD_CLOEXEC) != 0;
  }

  public static void setCloseOnExec(int fd, boolean value) {
    fcntl(fd, F_SETFD, value ? FD_CLOEXEC : 0);
  }

  /**
   * Whether reads and writes return with {@code EAGAIN} and do not wait; the setting belongs to the
   * open file.
   */
  public static boolean isNonBlocking(int fd) {
    return (fcntl(fd, F_GETFL, 0) & OpenFlags.NONBLOCK) != 0;
  }

  public static void setNonBlocking(int fd, boolean value) {
    int flags = fcntl(fd, F_GETFL, 0);
    fcntl(fd, F_SETFL, value ? flags | OpenFlags.NONBLOCK : flags & ~OpenFlags.NONBLOCK);
  }

  /** Whether the number is that of an open file. */
  public static boolean isOpen(int fd) {
    try {
      fcntl(fd, F_GETFD, 0);
      return true;
    } catch (PosixException e) {
      return false;
    }
  }

  private static int fcntl(int fd, int command, int argument) {
    NativeScratch s = NativeScratch.acquire();
    try {
      return Libc.FCNTL.check(s, fd, command, argument);
    } finally {
      s.release();
    }
  }

  /**
   * Waits until the descriptor is ready, has failed or has been hung up.
   *
   * @param millis how long at most; below 0 for ever
   * @return false when the time ran out
   */
  static boolean poll(int fd, int events, int millis) {
    NativeScratch s = NativeScratch.acquire();
    try {
      // struct pollfd: fd, events, revents.
      s.putInt(0, fd).putShort(4, events).putShort(6, 0);
      int ready = Libc.POLL.intCall(s, s.struct, 1, millis);
      if (ready < 0 && s.errno() != Errno.EINTR) {
        throw Libc.POLL.failure(s);
      }
      // An interrupted wait counts as ready: the call that follows tells.
      return ready != 0;
    } finally {
      s.release();
    }
  }

  /**
   * Waits until there is something to read, or the other end is closed.
   *
   * @param millis how long at most; below 0 for ever
   * @return false when the time ran out
   */
  public static boolean awaitReadable(int fd, int millis) {
    return poll(fd, POLLIN, millis);
  }
}
