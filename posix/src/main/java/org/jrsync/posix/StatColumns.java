package org.jrsync.posix;

import java.util.Arrays;

/**
 * The numbers of many files, a column each. Columns of one value throughout are kept as that value.
 */
final class StatColumns {
  private static final int MODE = 0;
  private static final int UID = 1;
  private static final int GID = 2;
  private static final int NLINK = 3;
  private static final int NANOS = 4;
  private static final int ERRNO = 5;
  private static final int INTS = 6;

  private static final int SIZE = 0;
  private static final int MTIME = 1;
  private static final int INO = 2;
  private static final int DEV = 3;
  private static final int RDEV = 4;
  private static final int LONGS = 5;

  /** A column of length 1 stands for that value in every row. */
  private final int[][] ints = new int[INTS][];

  private final long[][] longs = new long[LONGS][];

  StatColumns(int capacity) {
    for (int i = 0; i < INTS; i++) {
      ints[i] = new int[i == ERRNO ? 1 : capacity];
    }
    for (int i = 0; i < LONGS; i++) {
      longs[i] = new long[i == RDEV ? 1 : capacity];
    }
  }

  /** Makes room for more rows. */
  void grow(int capacity) {
    for (int i = 0; i < INTS; i++) {
      if (ints[i].length > 1) {
        ints[i] = Arrays.copyOf(ints[i], capacity);
      }
    }
    for (int i = 0; i < LONGS; i++) {
      if (longs[i].length > 1) {
        longs[i] = Arrays.copyOf(longs[i], capacity);
      }
    }
  }

  /** Fills a row from the {@code struct statx} that the last call left. */
  void take(int row, int capacity, NativeScratch s) {
    ints[NLINK][row] = s.statxInt(16);
    ints[UID][row] = s.statxInt(20);
    ints[GID][row] = s.statxInt(24);
    ints[MODE][row] = s.statxShort(28);
    longs[INO][row] = s.statxLong(32);
    longs[SIZE][row] = s.statxLong(40);
    longs[MTIME][row] = s.statxLong(112);
    ints[NANOS][row] = s.statxInt(120);
    longs[DEV][row] = DeviceNumber.of(s.statxInt(136), s.statxInt(140));
    long rdev = DeviceNumber.of(s.statxInt(128), s.statxInt(132));
    if (rdev != 0) {
      if (longs[RDEV].length < capacity) {
        longs[RDEV] = new long[capacity];
      }
      longs[RDEV][row] = rdev;
    }
  }

  void fail(int row, int capacity, int errno) {
    if (ints[ERRNO].length < capacity) {
      ints[ERRNO] = new int[capacity];
    }
    ints[ERRNO][row] = errno;
  }

  /** Gives back what the columns do not need once they are filled. */
  void trim(int count) {
    for (int i = 0; i < INTS; i++) {
      ints[i] = trim(ints[i], count);
    }
    for (int i = 0; i < LONGS; i++) {
      longs[i] = trim(longs[i], count);
    }
  }

  private static int[] trim(int[] column, int count) {
    if (column.length == 1) {
      return column;
    }
    for (int i = 1; i < count; i++) {
      if (column[i] != column[0]) {
        return column.length == count ? column : Arrays.copyOf(column, count);
      }
    }
    return new int[] {column[0]};
  }

  private static long[] trim(long[] column, int count) {
    if (column.length == 1) {
      return column;
    }
    for (int i = 1; i < count; i++) {
      if (column[i] != column[0]) {
        return column.length == count ? column : Arrays.copyOf(column, count);
      }
    }
    return new long[] {column[0]};
  }

  private int at(int column, int row) {
    int[] values = ints[column];
    return values.length == 1 ? values[0] : values[row];
  }

  private long longAt(int column, int row) {
    long[] values = longs[column];
    return values.length == 1 ? values[0] : values[row];
  }

  int errno(int row) {
    return at(ERRNO, row);
  }

  int mode(int row) {
    return at(MODE, row);
  }

  int uid(int row) {
    return at(UID, row);
  }

  int gid(int row) {
    return at(GID, row);
  }

  int nlink(int row) {
    return at(NLINK, row);
  }

  int nanos(int row) {
    return at(NANOS, row);
  }

  long size(int row) {
    return longAt(SIZE, row);
  }

  long mtime(int row) {
    return longAt(MTIME, row);
  }

  long ino(int row) {
    return longAt(INO, row);
  }

  long dev(int row) {
    return longAt(DEV, row);
  }

  long rdev(int row) {
    return longAt(RDEV, row);
  }
}
