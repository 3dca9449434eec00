package org.jrsync.posix;

import org.jspecify.annotations.Nullable;

/**
 * Where an operator's paths begin: the file system's own root, or a directory that is the root of
 * everything, as after {@code chroot(2)}. Of the latter one descriptor is held, and each path is
 * walked down from it: a slash at its start, or at that of a symbolic link's target, means that
 * directory, and its parent is itself. So all of a process can stay outside while what it opens
 * here does not. As with {@link TrustedPath}, a link counts only when user 0 or the effective user
 * owns it, where nothing else is said.
 */
public final class OperatorRoot implements AutoCloseable {

  /** The file system's own, with relative paths from the process's working directory on. */
  public static final OperatorRoot SYSTEM = new OperatorRoot(null);

  private static final PathRules BLIND = new PathRules(Policy.IN_ROOT, false);
  private static final PathRules TRUSTING = new PathRules(Policy.IN_ROOT, false, LinkTrust.OWNERS);

  private final @Nullable FileHandle root;

  private OperatorRoot(@Nullable FileHandle root) {
    this.root = root;
  }

  /**
   * A directory as the root of everything.
   *
   * @param path the operator's; links in it lead wherever they lead
   */
  public static OperatorRoot of(byte[] path) {
    return new OperatorRoot(TrustedPath.openDirectory(path, LinkTrust.ANYBODY));
  }

  /** Whether it is the file system's own. */
  public boolean isSystem() {
    return root == null;
  }

  /**
   * The path by which another process of this system finds it: of the directory that is held, not
   * of whatever has its name by now.
   *
   * @throws IllegalStateException for the system's own
   * @throws PosixException where {@code /proc} is not there, or tells of the processes of another
   *     namespace
   */
  public byte[] seenByOthers() {
    FileHandle own = root;
    if (own == null) {
      throw new IllegalStateException("no directory is held");
    }
    byte[] path = Ascii.bytes("/proc/" + ProcessHandle.current().pid() + "/fd/" + own.fd());
    FileStat held = new FileStat();
    own.stat(held);
    FileStat seen = new FileStat();
    int errno = statPlainly(path, seen);
    if (errno != 0 || !seen.isSameFile(held)) {
      throw new PosixException(errno == 0 ? Errno.ENOENT : errno, "/proc");
    }
    return path;
  }

  /** As {@link TrustedPath#openRead(byte[])}. */
  public FileHandle openRead(byte[] path) {
    FileHandle own = root;
    return own == null
        ? TrustedPath.openRead(path)
        : TrustedPath.open(own.fd(), path, OpenFlags.RDONLY | OpenFlags.SAFE, 0, TRUSTING);
  }

  /** As {@link TrustedPath#openWrite(byte[], int, int)}. */
  public FileHandle openWrite(byte[] path, int flags, int mode) {
    FileHandle own = root;
    if (own == null) {
      return TrustedPath.openWrite(path, flags, mode);
    }
    int access = (flags & OpenFlags.READ_TOO) != 0 ? 0 : OpenFlags.WRONLY;
    return TrustedPath.open(own.fd(), path, flags | access | OpenFlags.SAFE, mode, TRUSTING);
  }

  /** As {@link TrustedPath#openDirectory(byte[])}. */
  public FileHandle openDirectory(byte[] path) {
    FileHandle own = root;
    return own == null
        ? TrustedPath.openDirectory(path)
        : TrustedPath.open(own.fd(), path, OpenFlags.DIRECTORY_HANDLE, 0, TRUSTING);
  }

  /** As {@link ConfinedTree#open}, by links of anybody. */
  public ConfinedTree openTree(byte[] path, Policy policy) {
    FileHandle own = root;
    if (own == null) {
      return ConfinedTree.open(path, policy);
    }
    if (policy.leadsOut()) {
      throw new IllegalArgumentException(policy + " leads out of a root");
    }
    return ConfinedTree.of(
        TrustedPath.open(own.fd(), path, OpenFlags.DIRECTORY_HANDLE, 0, BLIND), policy);
  }

  /**
   * What a path leads to, by links of anybody. Below a directory's root it takes a descriptor for a
   * moment.
   *
   * @return 0 or an error
   */
  public int stat(byte[] path, FileStat stat) {
    FileHandle own = root;
    if (own == null) {
      return statPlainly(path, stat);
    }
    int flags = OpenFlags.PATH | OpenFlags.CLOEXEC;
    try (FileHandle file = TrustedPath.open(own.fd(), path, flags, 0, BLIND)) {
      file.stat(stat);
      return 0;
    } catch (PosixException e) {
      return e.errno();
    }
  }

  private static int statPlainly(byte[] path, FileStat stat) {
    NativeScratch s = NativeScratch.acquire();
    try {
      if (!s.first().putName(path)) {
        return Errno.ENAMETOOLONG;
      }
      int result =
          Libc.STATX.intCall(
              s,
              OpenFlags.AT_FDCWD,
              s.first().name,
              OpenFlags.AT_NO_AUTOMOUNT,
              FileStat.MASK,
              s.statx);
      if (result < 0) {
        return s.errno();
      }
      stat.take(s);
      return 0;
    } finally {
      s.release();
    }
  }

  @Override
  public void close() {
    FileHandle own = root;
    if (own != null) {
      own.close();
    }
  }
}
