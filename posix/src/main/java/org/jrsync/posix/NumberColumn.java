package org.jrsync.posix;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A number for each of many rows, 4 or 8 bytes wide. A column of one value throughout is kept as
 * that value.
 */
final class NumberColumn {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final int width;

  /** The numbers of all rows, or one number that stands for every row. */
  private byte[] data;

  private NumberColumn(int width, int capacity) {
    this.width = width;
    this.data = new byte[Math.multiplyExact(capacity, width)];
  }

  /** Numbers of 32 bits for so many rows, all 0. */
  static NumberColumn ofInts(int capacity) {
    return new NumberColumn(Integer.BYTES, capacity);
  }

  /** Numbers of 64 bits for so many rows, all 0. */
  static NumberColumn ofLongs(int capacity) {
    return new NumberColumn(Long.BYTES, capacity);
  }

  private boolean isOneValue() {
    return data.length == width;
  }

  /** Makes room for more rows, unless one value stands for all. */
  void grow(int capacity) {
    if (!isOneValue()) {
      data = Arrays.copyOf(data, Math.multiplyExact(capacity, width));
    }
  }

  /** Makes room for so many rows where one 0 has stood for all. */
  void spread(int capacity) {
    if (data.length < (long) capacity * width) {
      data = new byte[Math.multiplyExact(capacity, width)];
    }
  }

  /** Gives back what so many rows do not need once they are filled. */
  void trim(int count) {
    if (isOneValue()) {
      return;
    }
    int used = Math.max(count, 1) * width;
    // All values are the same if each is the one before it.
    if (Arrays.equals(data, 0, used - width, data, width, used)) {
      data = Arrays.copyOf(data, width);
    } else if (data.length != used) {
      data = Arrays.copyOf(data, used);
    }
  }

  void setInt(int row, int value) {
    INTS.set(data, row * Integer.BYTES, value);
  }

  void setLong(int row, long value) {
    LONGS.set(data, row * Long.BYTES, value);
  }

  int getInt(int row) {
    return (int) INTS.get(data, isOneValue() ? 0 : row * Integer.BYTES);
  }

  long getLong(int row) {
    return (long) LONGS.get(data, isOneValue() ? 0 : row * Long.BYTES);
  }
}
