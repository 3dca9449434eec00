package org.jrsync.wire.flist;

/**
 * How many entries of each kind passed through an encoder or decoder, for the transfer's
 * statistics.
 */
public final class FileListCounts {

  /** Regular files. */
  public long regular;

  /** Directories. */
  public long directories;

  /** Symbolic links. */
  public long symlinks;

  /** Character and block devices. */
  public long devices;

  /** FIFOs and sockets. */
  public long specials;

  /** Sum of the lengths of regular files and symbolic links in bytes. */
  public long totalSize;

  /** Creates counters at zero. */
  public FileListCounts() {}

  /** A sender counts what is missing as a file, a receiver as a special one: so does rsync. */
  void countSent(FileEntry entry) {
    if (entry.mode == 0) {
      regular++;
    } else {
      count(entry);
    }
  }

  void count(FileEntry entry) {
    if (entry.isRegular()) {
      regular++;
      totalSize += entry.size;
    } else if (entry.isDirectory()) {
      directories++;
    } else if (entry.isSymlink()) {
      symlinks++;
      totalSize += entry.size;
    } else if (entry.isDevice()) {
      devices++;
    } else {
      specials++;
    }
  }
}
