package org.jrsync.posix;

import org.jspecify.annotations.Nullable;

/** What was read of a file when it was opened. */
final class ReadAhead {
  private final FileStat stat;
  private final byte @Nullable [] content;

  private ReadAhead(FileStat stat, byte @Nullable [] content) {
    this.stat = stat;
    this.content = content;
  }

  /**
   * Reads.
   *
   * @param most bytes of content; a longer file's is left where it is
   */
  static ReadAhead of(FileHandle file, int most) {
    FileStat stat = new FileStat();
    file.stat(stat);
    byte[] content = null;
    if (stat.isRegular() && stat.size() <= most) {
      byte[] whole = new byte[(int) stat.size()];
      // One that fails or has become shorter shows that to those who read it.
      content = readWhole(file, whole) ? whole : null;
    }
    return new ReadAhead(stat, content);
  }

  private static boolean readWhole(FileHandle file, byte[] whole) {
    try {
      return file.preadFully(whole, 0, whole.length, 0) == whole.length;
    } catch (PosixException e) {
      return false;
    }
  }

  boolean hasContent() {
    return content != null;
  }

  /** As {@link FileHandle#pread(byte[], int, int, long)}. */
  int read(byte[] bytes, int offset, int length, long position) {
    byte[] whole = content;
    if (length == 0) {
      return 0;
    }
    if (whole == null || position >= whole.length) {
      return -1;
    }
    int count = (int) Math.min(length, whole.length - position);
    System.arraycopy(whole, (int) position, bytes, offset, count);
    return count;
  }

  void stat(FileStat target) {
    target.take(stat);
  }

  long size() {
    return stat.size();
  }
}
