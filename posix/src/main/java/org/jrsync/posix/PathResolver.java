package org.jrsync.posix;

/** The ways to open the end of a path without leaving the tree it starts from. */
enum PathResolver {
  /** {@code openat2}: one call, and the kernel itself guards the walk against renames beside it. */
  KERNEL {
    @Override
    int open(NativeScratch s, PathSlot slot, int end, int root, PathRules rules, int flags) {
      LinkTrust trust = rules.trust();
      if (end >= NamePair.CAPACITY || (trust != null && trust.isConfined())) {
        return WALK.open(s, slot, end, root, rules, flags);
      }
      slot.putRange(0, end);
      if (trust != null) {
        // As a rule there is no link on the way, so that nobody's trust has to be looked at.
        int fd = openat2(s, root, slot.name, flags, Policy.RESOLVE_NO_SYMLINKS | rules.resolve());
        if (fd >= 0) {
          return fd;
        }
        return s.errno() == Errno.ENOENT
            ? -Errno.ENOENT
            : WALK.open(s, slot, end, root, rules, flags);
      }
      int resolve = rules.resolve();
      if (resolve == 0) {
        int fd = Libc.OPENAT.intCall(s, root, slot.name, flags, 0, 0);
        return fd >= 0 ? fd : -s.errno();
      }
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        int fd = openat2(s, root, slot.name, flags, resolve);
        if (fd >= 0) {
          return fd;
        }
        int errno = s.errno();
        // The kernel says EAGAIN when a rename ran beside the walk of a "..".
        if (errno != Errno.EAGAIN && errno != Errno.EINTR) {
          return -errno;
        }
      }
      return WALK.open(s, slot, end, root, rules, flags);
    }
  },

  /** One component after the other, never letting the kernel follow a link. */
  WALK {
    @Override
    int open(NativeScratch s, PathSlot slot, int end, int root, PathRules rules, int flags) {
      return new ComponentWalk(s, slot, root, rules).open(slot.plain, end, flags, 0);
    }
  };

  private static final int ATTEMPTS = 32;

  /**
   * Set to {@code true} makes every tree behave as on a kernel without {@code openat2}, for tests
   * of whole programs.
   */
  private static final String WALK_PROPERTY = "org.jrsync.posix.walk";

  /**
   * Opens what the first bytes of the slot's plain path name, its last component followed unless
   * the flags say not to.
   *
   * @param end how many bytes of the plain path
   * @param root the directory to start from
   * @return a descriptor, or a negated error
   */
  abstract int open(NativeScratch s, PathSlot slot, int end, int root, PathRules rules, int flags);

  /** The resolver that this system's kernel allows. */
  static PathResolver ofSystem() {
    return Probe.RESOLVER;
  }

  private static int openat2(NativeScratch s, int root, long name, int flags, int resolve) {
    // struct open_how: flags, mode, resolve.
    s.putLong(0, flags).putLong(8, 0).putLong(16, resolve);
    return Libc.OPENAT2.intCall(s, Arch.SYS_OPENAT2, root, name, s.struct, 24);
  }

  /** Asks the kernel once. Some sandboxes answer EPERM for calls that they do not know. */
  private static final class Probe {
    static final PathResolver RESOLVER = probe();

    private static PathResolver probe() {
      if (Boolean.getBoolean(WALK_PROPERTY)) {
        return WALK;
      }
      NativeScratch s = NativeScratch.acquire();
      try {
        s.first().putRange(0, 0);
        int fd =
            openat2(
                s,
                OpenFlags.AT_FDCWD,
                s.first().name,
                OpenFlags.DIRECTORY_HANDLE,
                Policy.RESOLVE_BENEATH);
        if (fd >= 0) {
          Descriptors.closeQuietly(fd);
          return KERNEL;
        }
        int errno = s.errno();
        return errno == Errno.ENOSYS || errno == Errno.EPERM ? WALK : KERNEL;
      } finally {
        s.release();
      }
    }
  }
}
