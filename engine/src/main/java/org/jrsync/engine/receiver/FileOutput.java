package org.jrsync.engine.receiver;

import org.jrsync.posix.Errno;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file from its beginning to its end: plainly through a buffer, or with runs of zeros left
 * out as holes ({@code --sparse}). Data that is already in place can be passed over.
 */
final class FileOutput implements AutoCloseable {
  private static final int BUFFER = 256 * 1024;

  /** The shortest run of zeros inside data that becomes a hole, as rsync has always had it. */
  private static final int HOLE = 1024;

  private static final int ZEROS = 64 * 1024;

  private final FileHandle file;
  private final boolean sparse;
  private final TouchedBlocks touched;
  private final @Nullable WriteBehind behind;

  /** Below this offset the file may hold old data, so that a hole has to be punched. */
  private final long existing;

  private final byte[] buffer;
  private int buffered;
  private long position;
  private long pendingZeros;

  /**
   * @param existing length of the data already in the file (an update in place), 0 for a new file
   * @param buffer scratch of {@link #bufferSize} bytes, used until {@link #close}
   * @param behind writes what is appended, null where the calling thread does; it wants neither
   *     holes nor data that is in place
   */
  FileOutput(
      FileHandle file,
      boolean sparse,
      long start,
      long existing,
      TouchedBlocks touched,
      byte[] buffer,
      @Nullable WriteBehind behind) {
    this.file = file;
    this.sparse = sparse;
    this.position = start;
    this.existing = existing;
    this.touched = touched;
    this.buffer = buffer;
    this.behind = behind;
    touched.newFile();
  }

  /** The scratch size that the constructor wants, in bytes. */
  static int bufferSize() {
    return BUFFER;
  }

  /** Appends data at the current offset. */
  void write(byte[] data, int from, int count) {
    if (sparse) {
      writeSparse(data, from, count, false);
      return;
    }
    touched.wrote(offset(), count);
    if (behind != null) {
      behind.append(data, from, count);
      position += count;
      return;
    }
    if (count >= BUFFER && buffered == 0) {
      put(data, from, count);
      return;
    }
    for (int done = 0; done < count; ) {
      if (buffered == BUFFER) {
        flush();
      }
      int piece = Math.min(count - done, BUFFER - buffered);
      System.arraycopy(data, from + done, buffer, buffered, piece);
      buffered += piece;
      done += piece;
    }
  }

  /** Passes over data that the file already holds at the current offset. */
  void skip(byte[] data, int from, int count) {
    if (sparse) {
      writeSparse(data, from, count, true);
      return;
    }
    flush();
    position += count;
  }

  /** The offset in the file that the next byte belongs to. */
  long offset() {
    return position + buffered + pendingZeros;
  }

  /**
   * Writes what is held back and settles the length.
   *
   * @param truncate whether the file may be longer than what was written and has to be cut
   */
  void finish(boolean truncate) {
    flush();
    if (behind != null) {
      behind.finish();
    }
    long end = offset();
    if (pendingZeros > 0) {
      if (position < existing) {
        clear(position, end - position);
      }
      file.truncate(end);
      pendingZeros = 0;
      position = end;
    } else if (truncate) {
      file.truncate(end);
    }
  }

  /** Ends the thread that writes, if there is one: the file may be closed then. */
  @Override
  public void close() {
    if (behind != null) {
      behind.close();
    }
  }

  private void flush() {
    if (buffered > 0) {
      int count = buffered;
      buffered = 0;
      put(buffer, 0, count);
    }
  }

  /** Makes a range read as zeros, without room on the disk where the file system knows how. */
  private void clear(long from, long length) {
    try {
      file.punchHole(from, length);
    } catch (PosixException e) {
      if (e.errno() != Errno.EOPNOTSUPP && e.errno() != Errno.ENOSYS) {
        throw e;
      }
      byte[] zeros = new byte[(int) Math.min(ZEROS, length)];
      for (long done = 0; done < length; done += zeros.length) {
        int count = (int) Math.min(zeros.length, length - done);
        file.pwrite(zeros, 0, count, from + done);
      }
    }
  }

  private void put(byte[] data, int from, int count) {
    file.pwrite(data, from, count, position);
    position += count;
  }

  private void writeSparse(byte[] data, int from, int count, boolean inPlace) {
    int end = from + count;
    int at = from;
    while (at < end) {
      int zeros = zeroRun(data, at, end);
      if (zeros > 0 && (zeros >= HOLE || at == from || at + zeros == end)) {
        pendingZeros += zeros;
        at += zeros;
        continue;
      }
      int stop = nextHole(data, at + zeros, end);
      emit(data, at, stop - at, inPlace);
      at = stop;
    }
  }

  /** Where data ends: before a run of zeros that is long enough or reaches the end. */
  private static int nextHole(byte[] data, int from, int end) {
    int at = from;
    while (at < end) {
      if (data[at] != 0) {
        at++;
        continue;
      }
      int zeros = zeroRun(data, at, end);
      if (zeros >= HOLE || at + zeros == end) {
        return at;
      }
      at += zeros;
    }
    return end;
  }

  private static int zeroRun(byte[] data, int from, int end) {
    int at = from;
    while (at < end && data[at] == 0) {
      at++;
    }
    return at - from;
  }

  private void emit(byte[] data, int from, int count, boolean inPlace) {
    if (pendingZeros > 0) {
      if (position < existing) {
        clear(position, pendingZeros);
      }
      position += pendingZeros;
      pendingZeros = 0;
    }
    if (inPlace) {
      position += count;
    } else {
      touched.wrote(position, count);
      put(data, from, count);
    }
  }
}
