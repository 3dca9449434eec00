package org.jrsync.wire.checksum;

/**
 * The weak sum that can slide over data one byte at a time (docs/protocol.md, "Rolling checksum").
 * Bytes count as signed. The value's low half is the sum of the bytes, its high half the sum of
 * those sums.
 */
public final class RollingChecksum {
  private static final long BIAS = 0x8080808080808080L;
  private static final long LANES = 0x00ff00ff00ff00ffL;
  private static final long ALL_ONE = 0x0001000100010001L;
  private static final long EVEN_WEIGHTS = 0x0008000600040002L;
  private static final long ODD_WEIGHTS = 0x0007000500030001L;

  private RollingChecksum() {}

  /**
   * The sum of a span.
   *
   * <p>Works on 32 bytes at a time: biased by 128 so that none is negative, spread into the 16-bit
   * lanes of long words, and added up with multiplications that gather weighted lanes in the top
   * one. No lane can overflow: the greatest gathered sum is 255 · 4 · 36.
   */
  public static int of(byte[] data, int offset, int length) {
    int s1 = 0;
    int s2 = 0;
    int i = 0;
    for (; i <= length - 32; i += 32) {
      long x = word(data, offset + i);
      long y = word(data, offset + i + 8);
      long z = word(data, offset + i + 16);
      long w = word(data, offset + i + 24);
      long xEven = x & LANES;
      long xOdd = (x >>> 8) & LANES;
      long yEven = y & LANES;
      long yOdd = (y >>> 8) & LANES;
      long zEven = z & LANES;
      long zOdd = (z >>> 8) & LANES;
      long even = xEven + yEven + zEven + (w & LANES);
      long odd = xOdd + yOdd + zOdd + ((w >>> 8) & LANES);
      // A byte's weight is its distance from the end: 8 to 1 within its word, and 8 for each word
      // that follows.
      long inWords = (even * EVEN_WEIGHTS + odd * ODD_WEIGHTS) >>> 48;
      long wordSums = (((xEven + xOdd) * 3 + (yEven + yOdd) * 2 + zEven + zOdd) * ALL_ONE) >>> 48;
      s2 += 32 * s1 + (int) inWords + 8 * (int) wordSums;
      s1 += (int) (((even + odd) * ALL_ONE) >>> 48);
    }
    s1 -= 128 * i;
    s2 -= 64 * i * (i + 1);
    for (; i < length; i++) {
      s1 += data[offset + i];
      s2 += s1;
    }
    return (s1 & 0xffff) | s2 << 16;
  }

  private static long word(byte[] data, int at) {
    return Words.get(data, at) ^ BIAS;
  }

  /** The sum of two spans that follow each other, of which the second has {@code length} bytes. */
  public static int join(int first, int second, int length) {
    int s1 = first + second;
    int s2 = (first >>> 16) + length * first + (second >>> 16);
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
