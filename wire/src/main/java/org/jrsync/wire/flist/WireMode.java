package org.jrsync.wire.flist;

/** File modes as they travel: Linux's values, whatever the system. */
public final class WireMode {

  /** Mask of the type bits. */
  public static final int TYPE_MASK = 0xF000;

  /** Socket. */
  public static final int SOCKET = 0xC000;

  /** Symbolic link. */
  public static final int SYMLINK = 0xA000;

  /** Regular file. */
  public static final int REGULAR = 0x8000;

  /** Block device. */
  public static final int BLOCK_DEVICE = 0x6000;

  /** Directory. */
  public static final int DIRECTORY = 0x4000;

  /** Character device. */
  public static final int CHAR_DEVICE = 0x2000;

  /** FIFO. */
  public static final int FIFO = 0x1000;

  private WireMode() {}

  /** Whether the mode's type is regular file. */
  public static boolean isRegular(int mode) {
    return (mode & TYPE_MASK) == REGULAR;
  }

  /** Whether the mode's type is directory. */
  public static boolean isDirectory(int mode) {
    return (mode & TYPE_MASK) == DIRECTORY;
  }

  /** Whether the mode's type is symbolic link. */
  public static boolean isSymlink(int mode) {
    return (mode & TYPE_MASK) == SYMLINK;
  }

  /** Whether the mode's type is character or block device. */
  public static boolean isDevice(int mode) {
    int type = mode & TYPE_MASK;
    return type == CHAR_DEVICE || type == BLOCK_DEVICE;
  }

  /** Whether the mode's type is FIFO or socket. */
  public static boolean isSpecial(int mode) {
    int type = mode & TYPE_MASK;
    return type == FIFO || type == SOCKET;
  }

  /** Whether the type bits name one of the seven types. */
  public static boolean isValid(int mode) {
    return isRegular(mode)
        || isDirectory(mode)
        || isSymlink(mode)
        || isDevice(mode)
        || isSpecial(mode);
  }
}
