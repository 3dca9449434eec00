package org.jrsync.wire.flist;

import java.util.Arrays;

/**
 * One file's worth of list data, to be filled and read again and again: the scratch space through
 * which entries go into and come out of a {@link FileList}, an encoder or a decoder. Fields are
 * open because the object is a plain tuple; it is owned by one thread.
 */
public final class FileEntry {

  /** Longest path in bytes; a terminating zero makes it the 4096 of {@code MAXPATHLEN}. */
  public static final int MAX_PATH = 4095;

  /** Longest symbolic link target in bytes. */
  public static final int MAX_LINK = 4095;

  /** Longest checksum in bytes. */
  public static final int MAX_CHECKSUM = 64;

  /** {@link #hardLinkGroup} of a file that is in no group. */
  public static final int NO_GROUP = -1;

  /** Path relative to the transfer's root; only the first {@link #pathLength} bytes count. */
  public final byte[] path = new byte[MAX_PATH + 2];

  /** Length of the path in bytes. */
  public int pathLength;

  /** Type and permission bits in the encoding of Linux; 16 bits. */
  public int mode;

  /**
   * Length in bytes; 0 for everything that is neither a regular file nor a link nor a directory.
   */
  public long size;

  /** Modification time in seconds since 1970; negative before. */
  public long mtime;

  /** Nanoseconds within the second, 0 to 999 999 999. */
  public int mtimeNanos;

  /** Access time in seconds since 1970, where the format carries it; 0 for directories. */
  public long atime;

  /** Numeric owner, an unsigned 32-bit value. */
  public int uid;

  /** Numeric group, an unsigned 32-bit value. */
  public int gid;

  /** Major number of a device, else 0. */
  public int rdevMajor;

  /** Minor number of a device, else 0. */
  public int rdevMinor;

  /** Target of a symbolic link; only the first {@link #linkLength} bytes count. */
  public final byte[] link = new byte[MAX_LINK + 1];

  /** Length of the link's target in bytes; 0 when the entry is no link. */
  public int linkLength;

  /** Sender: device that the file lives on; meaningful with {@link EntryFlags#HARD_LINKED}. */
  public long dev;

  /** Sender: inode number; meaningful with {@link EntryFlags#HARD_LINKED}. */
  public long ino;

  /** Receiver: number shared by all links to the same file, or {@link #NO_GROUP}. */
  public int hardLinkGroup = NO_GROUP;

  /**
   * A number of the list's owner, which the list keeps and does not look at; 0 where none is
   * needed.
   */
  public int mark;

  /** Index of its extended attributes among the transfer's, -1 where none are known. */
  public int xattrs = -1;

  /** Index of its access control list, -1 where none is known. */
  public int accessAcl = -1;

  /** Index of a directory's default access control list, -1 where none is known. */
  public int defaultAcl = -1;

  /** Checksum of a regular file's content when the format carries one. */
  public final byte[] checksum = new byte[MAX_CHECKSUM];

  /** Mask of {@link EntryFlags}. */
  public int flags;

  /** Creates an entry with an empty path. */
  public FileEntry() {}

  /** Sets everything to zero, so that the caller need only fill what the file has. */
  public void clear() {
    pathLength = 0;
    mode = 0;
    size = 0;
    mtime = 0;
    mtimeNanos = 0;
    atime = 0;
    uid = 0;
    gid = 0;
    rdevMajor = 0;
    rdevMinor = 0;
    linkLength = 0;
    dev = 0;
    ino = 0;
    hardLinkGroup = NO_GROUP;
    flags = 0;
    mark = 0;
    xattrs = -1;
    accessAcl = -1;
    defaultAcl = -1;
  }

  /**
   * Copies a path in.
   *
   * @throws IllegalArgumentException when it is longer than {@link #MAX_PATH}
   */
  public void setPath(byte[] source, int offset, int length) {
    if (length > MAX_PATH) {
      throw new IllegalArgumentException("path of " + length + " bytes");
    }
    System.arraycopy(source, offset, path, 0, length);
    pathLength = length;
  }

  /** Copies a path in. */
  public void setPath(byte[] source) {
    setPath(source, 0, source.length);
  }

  /** Copies a link target in; an empty one means none. */
  public void setLink(byte[] source, int offset, int length) {
    if (length > MAX_LINK) {
      throw new IllegalArgumentException("link target of " + length + " bytes");
    }
    System.arraycopy(source, offset, link, 0, length);
    linkLength = length;
  }

  /** The path as an array of its own. */
  public byte[] pathCopy() {
    return Arrays.copyOf(path, pathLength);
  }

  /** The link's target as an array of its own. */
  public byte[] linkCopy() {
    return Arrays.copyOf(link, linkLength);
  }

  /** Whether every bit of the mask is set in {@link #flags}. */
  public boolean has(int mask) {
    return (flags & mask) == mask;
  }

  /** Whether the mode says directory. */
  public boolean isDirectory() {
    return WireMode.isDirectory(mode);
  }

  /** Whether the mode says regular file. */
  public boolean isRegular() {
    return WireMode.isRegular(mode);
  }

  /** Whether the mode says symbolic link. */
  public boolean isSymlink() {
    return WireMode.isSymlink(mode);
  }

  /** Whether the mode says character or block device. */
  public boolean isDevice() {
    return WireMode.isDevice(mode);
  }

  /** Whether the mode says FIFO or socket. */
  public boolean isSpecial() {
    return WireMode.isSpecial(mode);
  }
}
