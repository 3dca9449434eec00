package org.jrsync.posix;

/**
 * Opens paths that the operator named: a log file, a merge file, a directory to copy to. A symbolic
 * link anywhere on the way is followed only when user 0 or the effective user owns it, so that
 * nobody else who may write somewhere along the path can send a privileged program elsewhere; any
 * other link gives an {@link UntrustedLinkException}.
 *
 * <p>Source of the rule: rsync(1), {@code --insecure-links}.
 */
public final class TrustedPath {
  private TrustedPath() {}

  /** Opens for reading. Opening a FIFO or a device never waits. */
  public static FileHandle openRead(byte[] path) {
    return openRead(path, LinkTrust.OWNERS);
  }

  /** As {@link #openRead(byte[])}, by a rule of its own for links. */
  public static FileHandle openRead(byte[] path, LinkTrust trust) {
    return open(path, OpenFlags.RDONLY | OpenFlags.SAFE, 0, trust);
  }

  /**
   * Opens for writing.
   *
   * @param flags the public constants of {@link OpenFlags}
   * @param mode permissions of a file that is made here
   */
  public static FileHandle openWrite(byte[] path, int flags, int mode) {
    return openWrite(path, flags, mode, LinkTrust.OWNERS);
  }

  /** As {@link #openWrite(byte[], int, int)}, by a rule of its own for links. */
  public static FileHandle openWrite(byte[] path, int flags, int mode, LinkTrust trust) {
    int access = (flags & OpenFlags.READ_TOO) != 0 ? 0 : OpenFlags.WRONLY;
    return open(path, flags | access | OpenFlags.SAFE, mode, trust);
  }

  /**
   * Holds a directory, for {@link ConfinedTree#of}; it cannot be read through this handle itself.
   */
  public static FileHandle openDirectory(byte[] path) {
    return openDirectory(path, LinkTrust.OWNERS);
  }

  /** As {@link #openDirectory(byte[])}, by a rule of its own for links. */
  public static FileHandle openDirectory(byte[] path, LinkTrust trust) {
    return open(path, OpenFlags.DIRECTORY_HANDLE, 0, trust);
  }

  private static FileHandle open(byte[] path, int flags, int mode, LinkTrust trust) {
    PathRules rules = new PathRules(Policy.OPERATOR, false, trust);
    return open(OpenFlags.AT_FDCWD, path, flags, mode, rules);
  }

  /** Opens from a directory's descriptor on, by any rules. */
  static FileHandle open(int root, byte[] path, int flags, int mode, PathRules rules) {
    if (path.length == 0) {
      throw new PosixException(Errno.ENOENT, "open");
    }
    NativeScratch s = NativeScratch.acquire();
    try {
      ComponentWalk walk = new ComponentWalk(s, s.first(), root, rules);
      int fd = walk.open(path, path.length, flags, mode);
      if (fd < 0) {
        throw walk.metUntrustedLink()
            ? new UntrustedLinkException("open")
            : new PosixException(-fd, "open");
      }
      return new FileHandle(fd);
    } finally {
      s.release();
    }
  }
}
