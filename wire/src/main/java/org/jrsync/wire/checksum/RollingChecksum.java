package org.jrsync.wire.checksum;

/**
 * The weak sum that can slide over data one byte at a time (docs/protocol.md, "Rolling checksum").
 * Bytes count as signed. The value's low half is the sum of the bytes, its high half the sum of
 * those sums.
 */
public final class RollingChecksum {
  private RollingChecksum() {}

  /** The sum of a span. */
  public static int of(byte[] data, int offset, int length) {
    int s1 = 0;
    int s2 = 0;
    // Both are plain reductions, which the compiler turns into vector code; the sum of sums is the
    // weighted sum in which the last byte counts once and the first one length times.
    for (int i = 0; i < length; i++) {
      s1 += data[offset + i];
      s2 += (length - i) * data[offset + i];
    }
    return (s1 & 0xffff) | s2 << 16;
  }

  /** The sum after the window of {@code length} bytes moved on by one. */
  public static int roll(int value, int length, byte leaving, byte entering) {
    int s1 = value + entering - leaving;
    int s2 = (value >>> 16) - length * leaving + s1;
    return (s1 & 0xffff) | s2 << 16;
  }

  /**
   * The sum after the window of {@code length} bytes lost its first, as happens at the end of the
   * data.
   */
  public static int shrink(int value, int length, byte leaving) {
    int s1 = value - leaving;
    int s2 = (value >>> 16) - length * leaving;
    return (s1 & 0xffff) | s2 << 16;
  }
}
