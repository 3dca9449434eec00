package org.jrsync.posix;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads an open directory into a snapshot: {@code getdents64} into a native buffer, and {@code
 * statx} of each name where the kernel put it, so that no name is copied twice and no object made
 * for an entry.
 */
final class DirectoryReader {
  /** Offsets in {@code struct linux_dirent64}. */
  private static final int RECORD_LENGTH = 16;

  private static final int TYPE = 18;
  private static final int NAME = 19;

  private static final int FIRST_CAPACITY = 128;

  /** The most names that one snapshot can hold: their bytes must fit one array. */
  private static final int MAX_ARENA = Integer.MAX_VALUE - 1024;

  private final int directory;
  private int count;
  private int arenaEnd;
  private byte[] arena = new byte[FIRST_CAPACITY * 16];
  private int[] nameEnds = new int[FIRST_CAPACITY];
  private byte[] types = new byte[FIRST_CAPACITY];

  DirectoryReader(int directory) {
    this.directory = directory;
  }

  DirectorySnapshot read(boolean withStat) {
    StatColumns stats = withStat ? new StatColumns(FIRST_CAPACITY) : null;
    IoBuffer buffer = IoBuffer.acquire();
    NativeScratch s = NativeScratch.acquire();
    try {
      while (true) {
        int filled = Libc.GETDENTS64.intCall(s, directory, buffer.address, IoBuffer.SIZE);
        if (filled < 0) {
          throw Libc.GETDENTS64.failure(s);
        }
        if (filled == 0) {
          break;
        }
        take(s, buffer, filled, stats);
      }
    } finally {
      s.release();
      buffer.release();
    }
    if (stats != null) {
      stats.trim(count);
    }
    return new DirectorySnapshot(
        count,
        Arrays.copyOf(arena, arenaEnd),
        Arrays.copyOf(nameEnds, count),
        Arrays.copyOf(types, count),
        stats);
  }

  private void take(NativeScratch s, IoBuffer buffer, int filled, @Nullable StatColumns stats) {
    ByteBuffer bytes = buffer.bytes;
    int record = 0;
    while (record < filled) {
      int next = record + (bytes.getShort(record + RECORD_LENGTH) & 0xffff);
      int start = record + NAME;
      int end = start;
      while (bytes.get(end) != 0) {
        end++;
      }
      if (!isDots(bytes, start, end - start)) {
        add(bytes, start, end - start, bytes.get(record + TYPE), stats);
        if (stats != null) {
          look(s, buffer.address + start, stats);
        }
        count++;
      }
      record = next;
    }
  }

  private static boolean isDots(ByteBuffer bytes, int start, int length) {
    return bytes.get(start) == '.' && (length == 1 || (length == 2 && bytes.get(start + 1) == '.'));
  }

  private void add(
      ByteBuffer bytes, int start, int length, byte type, @Nullable StatColumns stats) {
    if (arena.length - arenaEnd < length) {
      if (arenaEnd > MAX_ARENA - length) {
        throw new PosixException(Errno.EOVERFLOW, Libc.GETDENTS64.callName());
      }
      arena = Arrays.copyOf(arena, (int) Math.min(MAX_ARENA, 2L * arena.length + length));
    }
    if (count == nameEnds.length) {
      int capacity = 2 * count;
      nameEnds = Arrays.copyOf(nameEnds, capacity);
      types = Arrays.copyOf(types, capacity);
      if (stats != null) {
        stats.grow(capacity);
      }
    }
    bytes.get(start, arena, arenaEnd, length);
    arenaEnd += length;
    nameEnds[count] = arenaEnd;
    types[count] = type;
  }

  private void look(NativeScratch s, long name, StatColumns stats) {
    int flags = OpenFlags.AT_SYMLINK_NOFOLLOW | OpenFlags.AT_NO_AUTOMOUNT;
    int result = Libc.STATX.intCall(s, directory, name, flags, FileStat.MASK, s.statx);
    if (result < 0) {
      stats.fail(count, nameEnds.length, s.errno());
    } else {
      stats.take(count, nameEnds.length, s);
    }
  }
}
