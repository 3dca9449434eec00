package org.jrsync.posix;

/** The lock that {@code flock} takes on a directory, held as long as the directory is open. */
public final class DirectoryLock {
  private static final int LOCK_EX = 2;
  private static final int LOCK_NB = 4;

  private DirectoryLock() {}

  /**
   * Takes the lock if it is free.
   *
   * @param directory open for reading
   * @return false where somebody else has it
   * @throws PosixException where the file system has no such locks
   */
  public static boolean tryExclusive(FileHandle directory) {
    NativeScratch s = NativeScratch.acquire();
    try {
      if (Libc.FLOCK.intCall(s, directory.fd(), LOCK_EX | LOCK_NB, 0) >= 0) {
        return true;
      }
      int errno = s.errno();
      if (errno == Errno.EAGAIN || errno == Errno.EACCES) {
        return false;
      }
      throw new PosixException(errno, Libc.FLOCK.callName());
    } finally {
      s.release();
    }
  }
}
