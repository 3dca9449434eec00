package org.jrsync.wire.checksum;

import java.util.Arrays;

/** MD4 as RFC 1320 defines it; the JDK offers none. */
final class Md4 implements StrongChecksum {
  private static final int BLOCK = 64;

  /** The order of the message words in the three rounds, and the rotations. */
  private static final byte[] ORDER2 = {0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15};

  private static final byte[] ORDER3 = {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15};
  private static final byte[] SHIFT1 = {3, 7, 11, 19};
  private static final byte[] SHIFT2 = {3, 5, 9, 13};
  private static final byte[] SHIFT3 = {3, 9, 11, 15};

  private final int[] state = new int[4];
  private final int[] words = new int[16];
  private final byte[] pending = new byte[BLOCK];
  private int pendingLength;
  private long total;

  Md4() {
    reset();
  }

  @Override
  public int length() {
    return 16;
  }

  @Override
  public void reset() {
    state[0] = 0x67452301;
    state[1] = 0xefcdab89;
    state[2] = 0x98badcfe;
    state[3] = 0x10325476;
    pendingLength = 0;
    total = 0;
  }

  @Override
  public void update(byte[] data, int offset, int length) {
    total += length;
    if (pendingLength > 0) {
      int n = Math.min(length, BLOCK - pendingLength);
      System.arraycopy(data, offset, pending, pendingLength, n);
      pendingLength += n;
      offset += n;
      length -= n;
      if (pendingLength < BLOCK) {
        return;
      }
      block(pending, 0);
      pendingLength = 0;
    }
    for (; length >= BLOCK; offset += BLOCK, length -= BLOCK) {
      block(data, offset);
    }
    System.arraycopy(data, offset, pending, 0, length);
    pendingLength = length;
  }

  @Override
  public void digest(byte[] out, int offset) {
    long bits = total * 8;
    pending[pendingLength++] = (byte) 0x80;
    Arrays.fill(pending, pendingLength, BLOCK, (byte) 0);
    if (pendingLength > BLOCK - 8) {
      block(pending, 0);
      Arrays.fill(pending, (byte) 0);
    }
    Checksums.putLong(pending, BLOCK - 8, bits);
    block(pending, 0);
    for (int i = 0; i < 16; i++) {
      out[offset + i] = (byte) (state[i >> 2] >>> (8 * (i & 3)));
    }
    reset();
  }

  private void block(byte[] data, int at) {
    for (int i = 0; i < 16; i++, at += 4) {
      words[i] =
          (data[at] & 0xff)
              | (data[at + 1] & 0xff) << 8
              | (data[at + 2] & 0xff) << 16
              | data[at + 3] << 24;
    }
    int a = state[0];
    int b = state[1];
    int c = state[2];
    int d = state[3];
    for (int i = 0; i < 48; i++) {
      int step = i & 15;
      int mixed =
          switch (i >> 4) {
            case 0 -> (d ^ (b & (c ^ d))) + words[step];
            case 1 -> ((b & c) | (d & (b | c))) + words[ORDER2[step]] + 0x5a827999;
            default -> (b ^ c ^ d) + words[ORDER3[step]] + 0x6ed9eba1;
          };
      byte[] shift = i < 16 ? SHIFT1 : i < 32 ? SHIFT2 : SHIFT3;
      int next = Integer.rotateLeft(a + mixed, shift[step & 3]);
      a = d;
      d = c;
      c = b;
      b = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
  }
}
