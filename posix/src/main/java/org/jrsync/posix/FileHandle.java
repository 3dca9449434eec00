package org.jrsync.posix;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An open file. It belongs to one thread at a time, but for {@link #pread(byte[], int, int, long)},
 * which several may call while none closes it. Closing it twice does no harm, and what is called
 * after that fails with {@code EBADF}.
 *
 * <p>Content passes in pieces of at most 128 KiB through native memory, or directly where the
 * caller's own buffer is native. Errors are {@link PosixException}s.
 */
public final class FileHandle implements AutoCloseable {
  private static final int KEEP_SIZE = 1;
  private static final int PUNCH_HOLE = 2;
  private static final int ZERO_RANGE = 16;

  /** What a file that is read to its end is first thought to have, in bytes. */
  private static final int FIRST_PART = 4096;

  private int fd;

  private boolean patient = true;

  /** Null for the calling thread. */
  private @Nullable FileWork work;

  /** What was read when the file was opened; null where it was not. */
  private @Nullable ReadAhead ahead;

  /** Takes over an open descriptor. */
  public FileHandle(int fd) {
    this.fd = fd;
  }

  /** From now on what may wait for the file system is done there. */
  public FileHandle workIn(FileWork place) {
    work = place;
    return this;
  }

  /**
   * Of a file that is only read: what it says of itself is asked for now, and the content of a
   * small one is read, so that neither needs the file system again. {@link #pread(byte[], int, int,
   * long)}, {@link #stat} and {@link #size} answer from that, and closing waits for nothing.
   *
   * @param most bytes of content
   */
  public FileHandle readAhead(int most) {
    ahead = readOrClose(most);
    return this;
  }

  /**
   * As {@link #readAhead}, and closes the file at once where all of it was read: {@link
   * #pread(byte[], int, int, long)}, {@link #stat} and {@link #size} answer all the same.
   */
  public FileHandle readWhole(int most) {
    ReadAhead known = readOrClose(most);
    ahead = known;
    if (known.hasContent()) {
      Descriptors.closeQuietly(release());
    }
    return this;
  }

  /** Nobody has the handle yet who could close it if this fails. */
  private ReadAhead readOrClose(int most) {
    try {
      return ReadAhead.of(this, most);
    } catch (Throwable e) {
      Descriptors.closeQuietly(release());
      throw e;
    }
  }

  /**
   * From now on a read that would have to wait for another program fails with {@code EAGAIN}. Of
   * files nothing else is to be expected, and a FIFO in the place of one must not hold a session.
   */
  FileHandle impatient() {
    patient = false;
    return this;
  }

  /** The descriptor, or -1 once closed. */
  public int fd() {
    return fd;
  }

  /** Gives the descriptor to the caller, as if the handle were closed. */
  public synchronized int release() {
    int given = fd;
    fd = -1;
    return given;
  }

  /**
   * Reads at the file's position and moves it.
   *
   * @return how many bytes, at least 1 unless {@code length} is 0, or -1 at the end of the file
   */
  public int read(byte[] bytes, int offset, int length) {
    return readAt(Libc.READ, bytes, offset, length, 0);
  }

  /** As {@link #read}, from a position in the file, and without moving its own. */
  public int pread(byte[] bytes, int offset, int length, long position) {
    ReadAhead known = ahead;
    if (known != null && known.hasContent()) {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      return known.read(bytes, offset, length, position);
    }
    return readAt(Libc.PREAD, bytes, offset, length, position);
  }

  private int readAt(Libc call, byte[] bytes, int offset, int length, long position) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    FileWork place = work;
    return place == null
        ? readHere(call, bytes, offset, length, position)
        : place.call(() -> readHere(call, bytes, offset, length, position));
  }

  private int readHere(Libc call, byte[] bytes, int offset, int length, long position) {
    IoBuffer buffer = IoBuffer.acquireAny();
    NativeScratch s = NativeScratch.acquire();
    try {
      int count = transfer(call, s, buffer.address, Math.min(length, buffer.size), position);
      if (count == 0) {
        return -1;
      }
      buffer.bytes.get(0, bytes, offset, count);
      return count;
    } finally {
      s.release();
      buffer.release();
    }
  }

  /** Reads until the array's part is full or the file ends; returns how many bytes that were. */
  public int readFully(byte[] bytes, int offset, int length) {
    int done = 0;
    while (done < length) {
      int count = read(bytes, offset + done, length - done);
      if (count < 0) {
        break;
      }
      done += count;
    }
    return done;
  }

  /**
   * Reads from the file's position to its end.
   *
   * @param most a power of two, 4096 or more; files of so many bytes are too large
   * @throws PosixException with {@link Errno#EFBIG} for one that is too large
   */
  public byte[] readToEnd(int most) {
    byte[] bytes = new byte[FIRST_PART];
    int length = 0;
    while (true) {
      int count = read(bytes, length, bytes.length - length);
      if (count < 0) {
        return Arrays.copyOf(bytes, length);
      }
      length += count;
      if (length == bytes.length) {
        if (length >= most) {
          throw new PosixException(Errno.EFBIG, "read");
        }
        bytes = Arrays.copyOf(bytes, length * 2);
      }
    }
  }

  /** As {@link #readFully}, from a position in the file, and without moving its own. */
  public int preadFully(byte[] bytes, int offset, int length, long position) {
    int done = 0;
    while (done < length) {
      int count = pread(bytes, offset + done, length - done, position + done);
      if (count < 0) {
        break;
      }
      done += count;
    }
    return done;
  }

  /**
   * Reads into a native buffer without a copy, and moves the buffer's position.
   *
   * @param bytes a direct buffer
   * @return how many bytes, or -1 at the end of the file
   */
  public int read(ByteBuffer bytes) {
    return direct(Libc.READ, bytes, 0);
  }

  /** As {@link #read(ByteBuffer)}, from a position in the file, and without moving its own. */
  public int pread(ByteBuffer bytes, long position) {
    return direct(Libc.PREAD, bytes, position);
  }

  private int direct(Libc call, ByteBuffer bytes, long position) {
    if (!bytes.hasRemaining()) {
      return 0;
    }
    FileWork place = work;
    return place == null
        ? directHere(call, bytes, position)
        : place.call(() -> directHere(call, bytes, position));
  }

  private int directHere(Libc call, ByteBuffer bytes, long position) {
    NativeScratch s = NativeScratch.acquire();
    try {
      int count = transfer(call, s, nativeAddress(bytes), bytes.remaining(), position);
      bytes.position(bytes.position() + count);
      return count == 0 ? -1 : count;
    } finally {
      s.release();
      Reference.reachabilityFence(bytes);
    }
  }

  private static long nativeAddress(ByteBuffer bytes) {
    if (!bytes.isDirect()) {
      throw new IllegalArgumentException("a direct buffer is needed");
    }
    return MemorySegment.ofBuffer(bytes).address();
  }

  /** Writes all of it at the file's position and moves that. */
  public void write(byte[] bytes, int offset, int length) {
    writeAt(Libc.WRITE, bytes, offset, length, 0);
  }

  /** Writes all of it at a position in the file, without moving the file's own. */
  public void pwrite(byte[] bytes, int offset, int length, long position) {
    writeAt(Libc.PWRITE, bytes, offset, length, position);
  }

  private void writeAt(Libc call, byte[] bytes, int offset, int length, long position) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (work == null) {
      writeHere(call, bytes, offset, length, position);
    } else {
      there(() -> writeHere(call, bytes, offset, length, position));
    }
  }

  private void there(Runnable task) {
    FileWork place = work;
    if (place == null) {
      task.run();
    } else {
      place.run(task);
    }
  }

  private void writeHere(Libc call, byte[] bytes, int offset, int length, long position) {
    IoBuffer buffer = IoBuffer.acquireAny();
    NativeScratch s = NativeScratch.acquire();
    try {
      int done = 0;
      while (done < length) {
        int piece = Math.min(length - done, buffer.size);
        buffer.bytes.put(0, bytes, offset + done, piece);
        writeFully(call, s, buffer.address, piece, position + done);
        done += piece;
      }
    } finally {
      s.release();
      buffer.release();
    }
  }

  /** Writes what remains in a direct buffer without a copy, and moves the buffer's position. */
  public void write(ByteBuffer bytes) {
    writeDirect(Libc.WRITE, bytes, 0);
  }

  /** As {@link #write(ByteBuffer)}, to a position in the file, and without moving its own. */
  public void pwrite(ByteBuffer bytes, long position) {
    writeDirect(Libc.PWRITE, bytes, position);
  }

  private void writeDirect(Libc call, ByteBuffer bytes, long position) {
    if (work == null) {
      writeHere(call, bytes, position);
    } else {
      there(() -> writeHere(call, bytes, position));
    }
  }

  private void writeHere(Libc call, ByteBuffer bytes, long position) {
    NativeScratch s = NativeScratch.acquire();
    try {
      if (bytes.hasRemaining()) {
        writeFully(call, s, nativeAddress(bytes), bytes.remaining(), position);
        bytes.position(bytes.limit());
      }
    } finally {
      s.release();
      Reference.reachabilityFence(bytes);
    }
  }

  private void writeFully(Libc call, NativeScratch s, long address, int length, long position) {
    int done = 0;
    while (done < length) {
      int count = transfer(call, s, address + done, length - done, position + done);
      if (count == 0) {
        // A system that takes nothing and reports nothing would otherwise hold us here for ever.
        throw new PosixException(Errno.EIO, call.callName());
      }
      done += count;
    }
  }

  private int transfer(Libc call, NativeScratch s, long address, int length, long position) {
    while (true) {
      long count = call.call(s, fd, address, length, position, 0);
      if (count >= 0) {
        return (int) count;
      }
      int errno = s.errno();
      if (errno == Errno.EAGAIN && patient) {
        boolean reading = call == Libc.READ || call == Libc.PREAD;
        Descriptors.poll(fd, reading ? Descriptors.POLLIN : Descriptors.POLLOUT, -1);
      } else if (errno != Errno.EINTR) {
        throw new PosixException(errno, call.callName());
      }
    }
  }

  /**
   * Has the kernel copy from this file to another without passing the bytes through the process;
   * where both lie in a file system that can, they share the blocks.
   *
   * @return how many bytes were copied, 0 at the end of this file
   * @throws PosixException among others with {@code EXDEV}, {@code EINVAL} or {@code EOPNOTSUPP}
   *     where the systems' combination does not allow it: the caller copies itself then
   */
  public long copyTo(FileHandle target, long position, long targetPosition, long length) {
    FileWork place = work;
    return place == null
        ? copyHere(target, position, targetPosition, length)
        : place.call(() -> copyHere(target, position, targetPosition, length));
  }

  private long copyHere(FileHandle target, long position, long targetPosition, long length) {
    NativeScratch s = NativeScratch.acquire();
    try {
      s.putLong(0, position).putLong(8, targetPosition);
      long in = s.struct;
      long count = Libc.COPY_FILE_RANGE.call(s, fd, in, target.fd, in + 8, length, 0, 0);
      if (count < 0) {
        throw Libc.COPY_FILE_RANGE.failure(s);
      }
      return count;
    } finally {
      s.release();
    }
  }

  /** Sets the file's position, counted from its beginning. */
  public void seek(long position) {
    call(Libc.LSEEK, position, 0, 0);
  }

  /** Where the content ends, which of a device is its size; moves the position there. */
  public long end() {
    return call(Libc.LSEEK, 0, 2, 0);
  }

  /**
   * The length of a device's content, which few devices tell: the position moves where they do not.
   *
   * @param told its size by {@link #stat}, 0 for untold
   */
  public long deviceSize(long told) {
    return told == 0 ? end() : told;
  }

  /** The file's position. */
  public long position() {
    return call(Libc.LSEEK, 0, 1, 0);
  }

  /** Makes the file this long, cutting it or adding zeroes. */
  public void truncate(long length) {
    call(Libc.FTRUNCATE, length, 0, 0);
  }

  /** Has the content and the metadata on the disk before it returns. */
  public void fsync() {
    call(Libc.FSYNC, 0, 0, 0);
  }

  /** Reserves room on the disk, without making the file longer. */
  public void allocate(long offset, long length) {
    call(Libc.FALLOCATE, KEEP_SIZE, offset, length);
  }

  /** Reserves room on the disk and makes the file as long as that. */
  public void extend(long offset, long length) {
    call(Libc.FALLOCATE, 0, offset, length);
  }

  /**
   * Gives the room of a range back to the disk; the range reads as zeroes, and the file keeps its
   * length.
   */
  public void punchHole(long offset, long length) {
    call(Libc.FALLOCATE, PUNCH_HOLE | KEEP_SIZE, offset, length);
  }

  /** Makes a range read as zeroes, with its room kept. */
  public void zeroRange(long offset, long length) {
    call(Libc.FALLOCATE, ZERO_RANGE, offset, length);
  }

  /** Tells the system that the file is read from its beginning to its end. */
  public void adviseSequential() {
    NativeScratch s = NativeScratch.acquire();
    try {
      // A hint: that it was not taken is nobody's concern.
      Libc.POSIX_FADVISE.intCall(s, fd, 0, 0, 2, 0);
    } finally {
      s.release();
    }
  }

  /** Fills in what the system says of the open file. */
  public void stat(FileStat stat) {
    ReadAhead known = ahead;
    if (known != null) {
      known.stat(stat);
      return;
    }
    there(() -> statHere(stat));
  }

  private void statHere(FileStat stat) {
    NativeScratch s = NativeScratch.acquire();
    try {
      int errno = s.statDescriptor(fd);
      if (errno != 0) {
        throw new PosixException(errno, Libc.STATX.callName());
      }
      stat.take(s);
    } finally {
      s.release();
    }
  }

  /** The file's length in bytes. */
  public long size() {
    FileWork place = work;
    ReadAhead known = ahead;
    if (known != null) {
      return known.size();
    }
    return place == null ? sizeHere() : place.call(this::sizeHere);
  }

  private long sizeHere() {
    NativeScratch s = NativeScratch.acquire();
    try {
      int errno = s.statDescriptor(fd);
      if (errno != 0) {
        throw new PosixException(errno, Libc.STATX.callName());
      }
      return s.statxLong(40);
    } finally {
      s.release();
    }
  }

  /** Sets the permissions. */
  public void chmod(int mode) {
    call(Libc.FCHMOD, mode, 0, 0);
  }

  /** Sets the owner; -1 leaves the user or the group. */
  public void chown(int uid, int gid) {
    call(Libc.FCHOWN, uid, gid, 0);
  }

  /** Sets the times; see {@link ConfinedTree#setTimes}. */
  public void setTimes(long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos) {
    there(() -> setTimesHere(atimeSeconds, atimeNanos, mtimeSeconds, mtimeNanos));
  }

  private void setTimesHere(long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos) {
    NativeScratch s = NativeScratch.acquire();
    try {
      FileTime.put(s, atimeSeconds, atimeNanos, mtimeSeconds, mtimeNanos);
      Libc.FUTIMENS.check(s, fd, s.struct, 0);
    } finally {
      s.release();
    }
  }

  private long call(Libc function, long b, long c, long d) {
    // A position is the kernel's own matter and waits for nothing.
    FileWork place = work;
    return place == null || function == Libc.LSEEK
        ? callHere(function, b, c, d)
        : place.call(() -> callHere(function, b, c, d));
  }

  private long callHere(Libc function, long b, long c, long d) {
    NativeScratch s = NativeScratch.acquire();
    try {
      while (true) {
        long result = function.call(s, fd, b, c, d, 0);
        // All of these return an int but for lseek, whose positions are not negative.
        if (function == Libc.LSEEK ? result >= 0 : (int) result >= 0) {
          return result;
        }
        if (s.errno() != Errno.EINTR) {
          throw function.failure(s);
        }
      }
    } finally {
      s.release();
    }
  }

  /**
   * Closes the file. An error that only shows now, as on network file systems, is thrown, and the
   * file is closed all the same.
   */
  @Override
  public void close() {
    int given = release();
    FileWork place = work;
    if (given >= 0 && place != null && ahead != null) {
      closeLater(place, given);
    } else if (given >= 0) {
      // On network file systems it waits for what was written.
      there(() -> Descriptors.close(given));
    }
  }

  private static void closeLater(FileWork place, int given) {
    try {
      place.later(() -> Descriptors.closeQuietly(given));
    } catch (RuntimeException | Error e) {
      // Nobody there to do it. Of a file that was only read it takes no time.
      Descriptors.closeQuietly(given);
    }
  }
}
