package org.jrsync.posix;

/**
 * The type and permission bits of {@code st_mode}, which are also those of a file list on the wire.
 */
public final class FileMode {
  public static final int TYPE_MASK = 0170000;
  public static final int SOCKET = 0140000;
  public static final int SYMLINK = 0120000;
  public static final int REGULAR = 0100000;
  public static final int BLOCK_DEVICE = 0060000;
  public static final int DIRECTORY = 0040000;
  public static final int CHAR_DEVICE = 0020000;
  public static final int FIFO = 0010000;

  public static final int SET_UID = 04000;
  public static final int SET_GID = 02000;
  public static final int STICKY = 01000;

  /** Permissions with set-id and sticky bits. */
  public static final int PERMISSION_MASK = 07777;

  private FileMode() {}

  public static boolean isRegular(int mode) {
    return (mode & TYPE_MASK) == REGULAR;
  }

  public static boolean isDirectory(int mode) {
    return (mode & TYPE_MASK) == DIRECTORY;
  }

  public static boolean isSymlink(int mode) {
    return (mode & TYPE_MASK) == SYMLINK;
  }

  /** A block or character device. */
  public static boolean isDevice(int mode) {
    int type = mode & TYPE_MASK;
    return type == BLOCK_DEVICE || type == CHAR_DEVICE;
  }

  public static boolean isFifo(int mode) {
    return (mode & TYPE_MASK) == FIFO;
  }

  /** A FIFO or a socket. */
  public static boolean isSpecial(int mode) {
    int type = mode & TYPE_MASK;
    return type == FIFO || type == SOCKET;
  }

  /** The permission bits alone. */
  public static int permissions(int mode) {
    return mode & PERMISSION_MASK;
  }
}
