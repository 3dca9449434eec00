package org.jrsync.wire.checksum;

import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;

/**
 * {@link Xxh128Checksum} for JVMs that make vector instructions. Short data goes to the library;
 * for long data this does each block in loops without a branch over arrays: more than twice as fast
 * (docs/decisions/0005-sums.md).
 */
final class VectorXxh128Checksum implements StrongChecksum {
  /** Data up to this length has other formulas. */
  private static final int SHORT = 240;

  private static final int STRIPE = 64;
  private static final int LANES = STRIPE / Long.BYTES;
  private static final int BLOCK = 1024;
  private static final int WORDS_IN_BLOCK = BLOCK / Long.BYTES;

  private static final long LOW_HALF = 0xffffffffL;
  private static final long PRIME32_1 = 0x9E3779B1L;
  private static final long PRIME64_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME64_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long[] START = {
    0xC2B2AE3DL,
    PRIME64_1,
    PRIME64_2,
    0x165667B19E3779F9L,
    0x85EBCA77C2B2AE63L,
    0x85EBCA77L,
    0x27D4EB2F165667C5L,
    PRIME32_1
  };

  private final Hasher128 library;
  private final byte[] secret;

  /** The secret's word for each word of a block. */
  private final long[] keys = new long[WORDS_IN_BLOCK];

  private final long[] sums = new long[LANES];
  private final long[] words = new long[WORDS_IN_BLOCK];
  private final long[] products = new long[WORDS_IN_BLOCK];

  /** The stripe before {@link #pending}, if a block was done, and what came since. */
  private final byte[] held = new byte[STRIPE + BLOCK];

  private int pending;
  private long total;

  /**
   * @param seed 0 for none
   */
  VectorXxh128Checksum(long seed) {
    this.library = Hashing.xxh3_128(seed);
    this.secret = Xxh3Secret.of(seed);
    for (int i = 0; i < WORDS_IN_BLOCK; i++) {
      keys[i] = Words.get(secret, (i / LANES + i % LANES) * Long.BYTES);
    }
    reset();
  }

  @Override
  public int length() {
    return 16;
  }

  @Override
  public void reset() {
    System.arraycopy(START, 0, sums, 0, LANES);
    pending = 0;
    total = 0;
  }

  @Override
  public void update(byte[] data, int offset, int length) {
    total += length;
    int at = offset;
    int left = length;
    if (pending > 0) {
      int taken = Math.min(BLOCK - pending, left);
      System.arraycopy(data, at, held, STRIPE + pending, taken);
      pending += taken;
      at += taken;
      left -= taken;
      if (left == 0) {
        return; // What ends the data is summed in another way, so a full block waits for more.
      }
      block(held, STRIPE);
      System.arraycopy(held, BLOCK, held, 0, STRIPE);
    }
    int first = at;
    for (; left > BLOCK; left -= BLOCK) {
      block(data, at);
      at += BLOCK;
    }
    if (at > first) {
      System.arraycopy(data, at - STRIPE, held, 0, STRIPE);
    }
    System.arraycopy(data, at, held, STRIPE, left);
    pending = left;
  }

  @Override
  public void digest(byte[] out, int offset) {
    if (total <= SHORT) {
      Xxh128Checksum.put(library.hashBytesTo128Bits(held, STRIPE, (int) total), out, offset);
    } else {
      finish();
      Checksums.putLong(out, offset, merged(11, total * PRIME64_1));
      Checksums.putLong(out, offset + 8, merged(117, ~(total * PRIME64_2)));
    }
    reset();
  }

  private void block(byte[] data, int offset) {
    multiply(data, offset);
    addUp();
    for (int i = 0; i < LANES; i++) {
      long sum = sums[i];
      sums[i] = (sum ^ (sum >>> 47) ^ Words.get(secret, 128 + i * Long.BYTES)) * PRIME32_1;
    }
  }

  private void multiply(byte[] data, int offset) {
    for (int i = 0; i < WORDS_IN_BLOCK; i++) {
      long word = Words.get(data, offset + i * Long.BYTES);
      words[i] = word;
      long keyed = word ^ keys[i];
      products[i] = (keyed & LOW_HALF) * (keyed >>> 32);
    }
  }

  /** Adds each lane's products, and its neighbour's words. */
  private void addUp() {
    long[] p = products;
    long[] w = words;
    long s0 = sums[0];
    long s1 = sums[1];
    long s2 = sums[2];
    long s3 = sums[3];
    long s4 = sums[4];
    long s5 = sums[5];
    long s6 = sums[6];
    long s7 = sums[7];
    for (int i = 0; i < WORDS_IN_BLOCK; i += LANES) {
      s0 += p[i] + w[i + 1];
      s1 += p[i + 1] + w[i];
      s2 += p[i + 2] + w[i + 3];
      s3 += p[i + 3] + w[i + 2];
      s4 += p[i + 4] + w[i + 5];
      s5 += p[i + 5] + w[i + 4];
      s6 += p[i + 6] + w[i + 7];
      s7 += p[i + 7] + w[i + 6];
    }
    sums[0] = s0;
    sums[1] = s1;
    sums[2] = s2;
    sums[3] = s3;
    sums[4] = s4;
    sums[5] = s5;
    sums[6] = s6;
    sums[7] = s7;
  }

  /** Sums what is held: its stripes, and the last one of all data, which may overlap them. */
  private void finish() {
    int stripes = (pending - 1) / STRIPE;
    for (int i = 0; i < stripes; i++) {
      stripe(STRIPE + i * STRIPE, i * Long.BYTES);
    }
    stripe(pending, secret.length - STRIPE - 7);
  }

  private void stripe(int at, int secretAt) {
    for (int i = 0; i < LANES; i++) {
      long word = Words.get(held, at + i * Long.BYTES);
      long keyed = word ^ Words.get(secret, secretAt + i * Long.BYTES);
      sums[i ^ 1] += word;
      sums[i] += (keyed & LOW_HALF) * (keyed >>> 32);
    }
  }

  private long merged(int secretAt, long start) {
    long result = start;
    for (int i = 0; i < LANES; i += 2) {
      long a = sums[i] ^ Words.get(secret, secretAt + i * Long.BYTES);
      long b = sums[i + 1] ^ Words.get(secret, secretAt + (i + 1) * Long.BYTES);
      result += a * b ^ Math.unsignedMultiplyHigh(a, b);
    }
    result = (result ^ (result >>> 37)) * 0x165667919E3779F9L;
    return result ^ (result >>> 32);
  }
}
