package org.jrsync.posix;

/** Flags of the open calls. The public ones are for {@link ConfinedTree#openWrite}. */
public final class OpenFlags {
  /** Makes the file where it does not exist. */
  public static final int CREATE = 0100;

  /** Refuses a file that exists. */
  public static final int EXCLUSIVE = 0200;

  /** Empties the file. */
  public static final int TRUNCATE = 01000;

  /** Every write goes to the end. */
  public static final int APPEND = 02000;

  /** The file is opened for reading too. */
  public static final int READ_TOO = 02;

  static final int RDONLY = 0;
  static final int WRONLY = 1;
  static final int RDWR = 2;
  static final int NOCTTY = 0400;
  static final int NONBLOCK = 04000;
  static final int NOATIME = 01000000;
  static final int CLOEXEC = 02000000;
  static final int PATH = 010000000;
  static final int DIRECTORY = Arch.O_DIRECTORY;
  static final int NOFOLLOW = Arch.O_NOFOLLOW;

  /** A directory as the place that later calls start from; needs no read permission. */
  static final int DIRECTORY_HANDLE = PATH | DIRECTORY | CLOEXEC;

  /**
   * Anything by which a peer could hold up an open (a FIFO without a writer) or take a terminal is
   * off.
   */
  static final int SAFE = CLOEXEC | NONBLOCK | NOCTTY;

  static final int AT_FDCWD = -100;
  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  static final int AT_REMOVEDIR = 0x200;
  static final int AT_EACCESS = 0x200;
  static final int AT_NO_AUTOMOUNT = 0x800;
  static final int AT_EMPTY_PATH = 0x1000;

  private OpenFlags() {}
}
