package org.jrsync.engine.sender;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jrsync.wire.signature.BlockSignatures;

/**
 * Finds the blocks of a signature that have a given weak sum: chains in plain arrays, and before
 * them a filter of one bit a place, so that most offsets of a file cost one look at a table that
 * stays in the processor's cache. Allocates nothing for a probe.
 */
final class BlockIndex {
  /** Blocks looked at for one offset; more is a hostile or degenerate file. */
  static final int MAX_CHAIN = 1024;

  private static final int MIN_BITS = 11;
  private static final int MAX_BITS = 24;

  /**
   * The filter has 2^FILTER_BITS places for each chain: 16 to 32 a block, of 1 024 blocks and more.
   */
  private static final int FILTER_BITS = 4;

  private static final int MIX_1 = 0x7FEB352D;
  private static final int MIX_2 = 0x846CA68B;

  private final int[] heads;
  private final int[] next;
  private final int headShift;

  /** A bit for each place that a block's weak sum has; places are finer than the chains'. */
  private final long[] filter;

  private final int filterShift;

  /** Makes the places unforeseeable, so that no peer can put all its blocks into one chain. */
  private final int seed = ThreadLocalRandom.current().nextInt();

  BlockIndex(BlockSignatures blocks) {
    int count = blocks.count();
    int bits = Math.clamp(32L - Integer.numberOfLeadingZeros(count), MIN_BITS, MAX_BITS);
    headShift = Integer.SIZE - bits;
    filterShift = headShift - FILTER_BITS;
    heads = new int[1 << bits];
    filter = new long[1 << (bits + FILTER_BITS - 6)];
    next = new int[count];
    Arrays.fill(heads, -1);
    // Backwards, so that each chain lists its blocks in file order.
    for (int i = count - 1; i >= 0; i--) {
      int place = place(blocks.weak(i), seed);
      int bit = place >>> filterShift;
      filter[bit >> 6] |= 1L << bit;
      int slot = place >>> headShift;
      next[i] = heads[slot];
      heads[slot] = i;
    }
  }

  /** First block in the weak sum's chain, -1 when none; others in the chain may have other sums. */
  int first(int weak) {
    int place = place(weak, seed);
    int bit = place >>> filterShift;
    return (filter[bit >> 6] & 1L << bit) == 0 ? -1 : heads[place >>> headShift];
  }

  /**
   * Rolls a weak sum on, one byte and more, until it may be that of a block.
   *
   * @param at the place in {@code bytes} of the range that the sum is of
   * @param length the length of that range
   * @param steps the most bytes to roll on, 1 or more; all of {@code bytes} up to {@code at +
   *     length + steps} are there
   * @return the sum in the lower half, and how many bytes it was rolled on in the upper half
   */
  long roll(byte[] bytes, int at, int length, int weak, int steps) {
    long[] bits = filter;
    int shift = filterShift;
    int start = seed;
    int s1 = weak;
    int s2 = weak >>> 16;
    int rolled;
    int end = at + steps;
    int i = at;
    do {
      int gone = bytes[i];
      s1 += bytes[i + length] - gone;
      s2 += s1 - length * gone;
      i++;
      rolled = (s1 & 0xffff) | (s2 << 16);
      int bit = place(rolled, start) >>> shift;
      if ((bits[bit >> 6] & 1L << bit) != 0) {
        break;
      }
    } while (i < end);
    return (long) (i - at) << 32 | (rolled & 0xffffffffL);
  }

  private static int place(int weak, int seed) {
    int h = (weak + seed) * MIX_1;
    return (h ^ (h >>> 15)) * MIX_2;
  }

  /** The block after this one in its chain, -1 at the end. */
  int next(int block) {
    return next[block];
  }
}
