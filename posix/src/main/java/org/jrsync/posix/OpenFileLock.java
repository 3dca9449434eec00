package org.jrsync.posix;

/**
 * Locks on ranges of a file that belong to the open file and not to the process: closing some other
 * descriptor of the file, anywhere in the process, does not lose them, and two opens in one process
 * exclude each other. Programs that use the traditional record locks, such as rsync's own daemon,
 * respect them and are respected.
 */
public final class OpenFileLock {
  private static final int F_OFD_GETLK = 36;
  private static final int F_OFD_SETLK = 37;
  private static final int F_OFD_SETLKW = 38;

  private static final int F_RDLCK = 0;
  private static final int F_WRLCK = 1;
  private static final int F_UNLCK = 2;

  private OpenFileLock() {}

  /**
   * Takes an exclusive lock if it is free.
   *
   * @param file open for writing
   * @param length bytes; 0 is to the end of the file, wherever that comes to be
   * @return false where somebody else has it
   */
  public static boolean tryExclusive(FileHandle file, long start, long length) {
    return tryLock(file, F_WRLCK, start, length);
  }

  /**
   * As {@link #tryExclusive}, for a lock that others of its kind may share; the file is open for
   * reading.
   */
  public static boolean tryShared(FileHandle file, long start, long length) {
    return tryLock(file, F_RDLCK, start, length);
  }

  /** Takes an exclusive lock, waiting for it as long as it takes. */
  public static void exclusive(FileHandle file, long start, long length) {
    while (true) {
      int errno = lock(file, F_OFD_SETLKW, F_WRLCK, start, length);
      if (errno == 0) {
        return;
      }
      if (errno != Errno.EINTR) {
        throw new PosixException(errno, Libc.FCNTL.callName());
      }
    }
  }

  /** Gives a range back; closing the file does so too. */
  public static void unlock(FileHandle file, long start, long length) {
    int errno = lock(file, F_OFD_SETLK, F_UNLCK, start, length);
    if (errno != 0) {
      throw new PosixException(errno, Libc.FCNTL.callName());
    }
  }

  /** Whether somebody else holds a lock that an exclusive one would have to wait for. */
  public static boolean isLockedByOthers(FileHandle file, long start, long length) {
    NativeScratch s = NativeScratch.acquire();
    try {
      put(s, F_WRLCK, start, length);
      Libc.FCNTL.check(s, file.fd(), F_OFD_GETLK, s.struct);
      return s.structShort(0) != F_UNLCK;
    } finally {
      s.release();
    }
  }

  private static boolean tryLock(FileHandle file, int type, long start, long length) {
    int errno = lock(file, F_OFD_SETLK, type, start, length);
    if (errno == 0) {
      return true;
    }
    if (errno == Errno.EAGAIN || errno == Errno.EACCES) {
      return false;
    }
    throw new PosixException(errno, Libc.FCNTL.callName());
  }

  private static int lock(FileHandle file, int command, int type, long start, long length) {
    NativeScratch s = NativeScratch.acquire();
    try {
      put(s, type, start, length);
      return Libc.FCNTL.intCall(s, file.fd(), command, s.struct) < 0 ? s.errno() : 0;
    } finally {
      s.release();
    }
  }

  /** Lays down {@code struct flock}; its process number must be 0 for these commands. */
  private static void put(NativeScratch s, int type, long start, long length) {
    s.putLong(0, 0).putShort(0, type).putShort(2, 0);
    s.putLong(8, start).putLong(16, length).putLong(24, 0);
  }
}
