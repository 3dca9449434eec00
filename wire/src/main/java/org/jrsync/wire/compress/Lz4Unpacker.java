package org.jrsync.wire.compress;

/** Takes blocks of lz4's block format apart, as {@link Lz4Packer} describes them. */
final class Lz4Unpacker {
  private static final int BAD = -1;

  private byte[] packed = {};
  private int end;
  private int from;

  /**
   * Unpacks a block.
   *
   * @return how many bytes there are, or a negative number if the block makes no sense or holds
   *     more than {@code data} can take
   */
  int unpack(byte[] block, int length, byte[] data) {
    packed = block;
    end = length;
    from = 0;
    int to = 0;
    while (from < end) {
      int token = packed[from++];
      int literals = length((token >> 4) & Lz4Packer.LONG);
      if (literals < 0 || literals > end - from || literals > data.length - to) {
        return BAD;
      }
      System.arraycopy(packed, from, data, to, literals);
      from += literals;
      to += literals;
      if (from == end) {
        return to;
      }
      if (end - from < 2) {
        return BAD;
      }
      int distance = (packed[from] & 0xff) | ((packed[from + 1] & 0xff) << 8);
      from += 2;
      int match = length(token & Lz4Packer.LONG) + Lz4Packer.MIN_MATCH;
      if (match < Lz4Packer.MIN_MATCH
          || distance == 0
          || distance > to
          || match > data.length - to) {
        return BAD;
      }
      copy(data, to, distance, match);
      to += match;
    }
    return BAD;
  }

  /** A length from its part in the token and the bytes that may follow; negative at the end. */
  private int length(int start) {
    if (start < Lz4Packer.LONG) {
      return start;
    }
    int length = start;
    while (from < end) {
      int next = packed[from++] & 0xff;
      length += next;
      if (next != 255) {
        return length;
      }
    }
    return BAD;
  }

  /** A match may reach into the bytes that it makes itself. */
  private static void copy(byte[] data, int to, int distance, int length) {
    if (distance >= length) {
      System.arraycopy(data, to - distance, data, to, length);
      return;
    }
    for (int i = to; i < to + length; i++) {
      data[i] = data[i - distance];
    }
  }
}
