package org.jrsync.wire.checksum;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Words of 64 bits in arrays of bytes, low byte first, at any offset. */
final class Words {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Words() {}

  static long get(byte[] data, int at) {
    return (long) WORDS.get(data, at);
  }

  static void set(byte[] data, int at, long word) {
    WORDS.set(data, at, word);
  }
}
