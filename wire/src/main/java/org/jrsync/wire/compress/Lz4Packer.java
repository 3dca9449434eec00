package org.jrsync.wire.compress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Makes blocks of lz4's block format, each by itself (docs/protocol.md, "Compressed tokens"). A
 * block is a row of sequences: a token byte with the lengths of the literals (high half) and of the
 * match less 4 (low half), each with further bytes from 15 on; the literals; the match's distance
 * in two bytes. The last sequence has no match. A match begins at least 12 bytes before the end of
 * the data, and ends at least 5 before it.
 */
final class Lz4Packer {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** The shortest match. */
  static final int MIN_MATCH = 4;

  private static final int LAST_LITERALS = 5;
  private static final int LAST_MATCH = 12;
  private static final int MAX_DISTANCE = 0xffff;

  /** A length in a token with which further bytes follow. */
  static final int LONG = 15;

  private static final int HASH_BITS = 13;

  /** After 64 positions without a match, two are gone forward at a time, then three and so on. */
  private static final int PATIENCE = 6;

  /** Places of earlier data, by a hash of the four bytes there, less {@link #base}. */
  private final int[] places = new int[1 << HASH_BITS];

  /** What a place of the present block has at least: those of earlier blocks are below. */
  private int base = 1;

  private byte[] target = {};
  private int to;

  /** The longest block that so many bytes can become. */
  static int maxLength(int length) {
    return length + length / 255 + 16;
  }

  /**
   * Packs data into a block.
   *
   * @param packed takes the block; of at least {@link #maxLength} bytes
   * @return the block's length
   */
  int pack(byte[] data, int offset, int length, byte[] packed) {
    target = packed;
    to = 0;
    if (base > Integer.MAX_VALUE - length) {
      Arrays.fill(places, 0);
      base = 1;
    }
    int end = offset + length;
    int shift = base - offset;
    int anchor = offset;
    int lastStart = end - LAST_MATCH;
    int at = offset;
    int misses = 1 << PATIENCE;
    while (at <= lastStart) {
      int bytes = (int) INT.get(data, at);
      int slot = (bytes * 0x9E3779B1) >>> (32 - HASH_BITS);
      int found = places[slot] - shift;
      places[slot] = at + shift;
      if (found < offset || at - found > MAX_DISTANCE || (int) INT.get(data, found) != bytes) {
        at += misses++ >> PATIENCE;
        continue;
      }
      misses = 1 << PATIENCE;
      while (at > anchor && found > offset && data[at - 1] == data[found - 1]) {
        at--;
        found--;
      }
      int longest = end - LAST_LITERALS - at;
      int same = Arrays.mismatch(data, at, at + longest, data, found, found + longest);
      int match = same < 0 ? longest : same;
      literals(data, anchor, at - anchor, Math.min(LONG, match - MIN_MATCH));
      target[to++] = (byte) (at - found);
      target[to++] = (byte) ((at - found) >> 8);
      if (match - MIN_MATCH >= LONG) {
        more(match - MIN_MATCH);
      }
      at += match;
      anchor = at;
    }
    literals(data, anchor, end - anchor, 0);
    base += length;
    return to;
  }

  /** Begins a sequence: its token, and the literals. */
  private void literals(byte[] data, int offset, int length, int match) {
    target[to++] = (byte) ((Math.min(LONG, length) << 4) | match);
    if (length >= LONG) {
      more(length);
    }
    System.arraycopy(data, offset, target, to, length);
    to += length;
  }

  private void more(int length) {
    int left = length - LONG;
    for (; left >= 255; left -= 255) {
      target[to++] = (byte) 255;
    }
    target[to++] = (byte) left;
  }
}
