package org.jrsync.posix;

/** Permissions of a file in a tree, on kernels with and without {@code fchmodat2} (Linux 6.6). */
final class TreeMetadata {
  private static volatile boolean missing;

  private TreeMetadata() {}

  static void chmod(ConfinedTree tree, byte[] path, int mode) {
    NativeScratch s = NativeScratch.acquire();
    try {
      int errno = tree.locate(s, s.first(), path, Libc.FCHMODAT2);
      if (errno == 0) {
        errno = chmod(s, s.first(), mode);
      }
      if (errno != 0) {
        // What cannot be done to a link is told as by those who open files without following links.
        throw new PosixException(errno == Errno.EOPNOTSUPP ? Errno.ELOOP : errno, "chmod");
      }
    } finally {
      s.release();
    }
  }

  private static int chmod(NativeScratch s, PathSlot slot, int mode) {
    int directory = slot.parentDescriptor();
    int noFollow = OpenFlags.AT_SYMLINK_NOFOLLOW;
    if (!missing) {
      int result =
          Libc.FCHMODAT2.intCall(s, Arch.SYS_FCHMODAT2, directory, slot.name, mode, noFollow);
      if (result >= 0) {
        return 0;
      }
      if (s.errno() != Errno.ENOSYS) {
        return s.errno();
      }
      missing = true;
    }
    // glibc goes through an O_PATH descriptor and /proc/self/fd.
    int result = Libc.FCHMODAT.intCall(s, directory, slot.name, mode, noFollow, 0);
    return result < 0 ? s.errno() : 0;
  }

  /** For tests: acts as on a kernel that lacks the call. */
  static void pretendMissing(boolean value) {
    missing = value;
  }
}
