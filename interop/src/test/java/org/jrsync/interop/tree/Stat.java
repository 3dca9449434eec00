package org.jrsync.interop.tree;

/**
 * What {@code lstat} tells of one entry.
 *
 * @param mode type and permission bits
 * @param size in bytes
 * @param seconds modification time since 1970, negative before
 * @param nanos 0 to 999 999 999
 * @param device number of the file system
 * @param rdevMajor of a device node
 * @param rdevMinor of a device node
 * @param blocks allocated, of 512 bytes
 */
public record Stat(
    int mode,
    long size,
    long seconds,
    int nanos,
    long uid,
    long gid,
    long device,
    long inode,
    long links,
    int rdevMajor,
    int rdevMinor,
    long blocks) {
  public static final int TYPE = 0170000;
  public static final int FIFO = 0010000;
  public static final int CHARACTER = 0020000;
  public static final int FOLDER = 0040000;
  public static final int BLOCK = 0060000;
  public static final int FILE = 0100000;
  public static final int SYMLINK = 0120000;
  public static final int SOCKET = 0140000;

  public int type() {
    return mode & TYPE;
  }

  public int permissions() {
    return mode & 07777;
  }

  public boolean isFolder() {
    return type() == FOLDER;
  }

  public boolean isFile() {
    return type() == FILE;
  }

  public boolean isSymlink() {
    return type() == SYMLINK;
  }

  public boolean isDevice() {
    return type() == CHARACTER || type() == BLOCK;
  }
}
