package org.jrsync.engine.sender;

import org.jrsync.posix.Errno;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.PosixException;

/**
 * A sliding window over an open file: any range up to the window's size can be looked at as bytes
 * of one array. Reads go forward in large pieces; bytes already held are moved instead of read
 * again.
 *
 * <p>A file that shrinks or fails while it is read yields zeros from there on and remembers the
 * error, since the length has already been promised to the peer; the sender then spoils the file's
 * checksum so that the receiver refuses the result.
 */
public final class FileWindow {
  private final FileHandle file;
  private final long fileSize;
  private byte[] buffer;
  private final int preferred;
  private long start;
  private int length;
  private int error;

  /**
   * @param file the open file, read at explicit offsets
   * @param fileSize the length promised to the peer, in bytes
   * @param buffer a buffer to begin with; a larger one is made when a range needs it
   */
  public FileWindow(FileHandle file, long fileSize, byte[] buffer) {
    this.file = file;
    this.fileSize = fileSize;
    this.buffer = buffer;
    this.preferred = buffer.length;
  }

  /**
   * Makes the range available and tells where it begins in {@link #bytes}.
   *
   * @param offset first byte of the range in the file
   * @param count bytes wanted; the range must lie within the promised length
   */
  public int locate(long offset, int count) {
    if (offset >= start && offset + count <= start + length) {
      return (int) (offset - start);
    }
    slide(offset, count);
    return (int) (offset - start);
  }

  /** How many bytes from an offset on can be looked at without a further {@link #locate}. */
  int held(long offset) {
    return offset < start ? 0 : (int) Math.max(0, start + length - offset);
  }

  private void slide(long offset, int count) {
    int want = (int) Math.min(Math.max(preferred, count), fileSize - offset);
    want = Math.max(want, count);
    int kept = 0;
    byte[] target = buffer.length >= want ? buffer : new byte[want];
    long end = start + length;
    if (offset >= start && offset < end && offset + want >= end) {
      kept = (int) (end - offset);
      System.arraycopy(buffer, (int) (offset - start), target, 0, kept);
    }
    buffer = target;
    fill(offset + kept, kept, want);
    start = offset;
    length = want;
  }

  private void fill(long position, int from, int to) {
    int at = from;
    while (at < to) {
      int n = readSome(position + (at - from), at, to - at);
      if (n <= 0) {
        java.util.Arrays.fill(buffer, at, to, (byte) 0);
        return;
      }
      at += n;
    }
  }

  private int readSome(long position, int at, int count) {
    if (error != 0) {
      return -1;
    }
    try {
      int n = file.pread(buffer, at, count, position);
      if (n <= 0) {
        error = Errno.ENODATA;
      }
      return n;
    } catch (PosixException e) {
      error = e.errno();
      return -1;
    }
  }

  /** The array that {@link #locate}'s results index; it changes when the window slides. */
  public byte[] bytes() {
    return buffer;
  }

  /** The promised length of the file in bytes. */
  public long fileSize() {
    return fileSize;
  }

  /** 0, or the error number of the first read that failed or came up short. */
  public int error() {
    return error;
  }
}
