package org.jrsync.engine.sender;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jrsync.wire.signature.BlockSignatures;

/**
 * Finds the blocks of a signature that have a given weak sum: a table of chains in plain arrays, so
 * that a probe at every byte of a file touches one or two cache lines and allocates nothing.
 */
final class BlockIndex {
  /** Blocks looked at for one offset; more is a hostile or degenerate file. */
  static final int MAX_CHAIN = 1024;

  private static final int MIN_BITS = 12;
  private static final int MAX_BITS = 24;
  private static final int MIX_1 = 0x7FEB352D;
  private static final int MIX_2 = 0x846CA68B;

  private final int[] heads;
  private final int[] next;
  private final int shift;

  /** Makes the places unforeseeable, so that no peer can put all its blocks into one chain. */
  private final int seed = ThreadLocalRandom.current().nextInt();

  BlockIndex(BlockSignatures blocks) {
    int count = blocks.count();
    int bits = Math.clamp(33L - Integer.numberOfLeadingZeros(count), MIN_BITS, MAX_BITS);
    shift = 32 - bits;
    heads = new int[1 << bits];
    next = new int[count];
    Arrays.fill(heads, -1);
    // Backwards, so that each chain lists its blocks in file order.
    for (int i = count - 1; i >= 0; i--) {
      int slot = slot(blocks.weak(i));
      next[i] = heads[slot];
      heads[slot] = i;
    }
  }

  /** First block in the weak sum's chain, -1 when none; others in the chain may have other sums. */
  int first(int weak) {
    return heads[slot(weak)];
  }

  private int slot(int weak) {
    int h = (weak + seed) * MIX_1;
    h = (h ^ (h >>> 15)) * MIX_2;
    return h >>> shift;
  }

  /** The block after this one in its chain, -1 at the end. */
  int next(int block) {
    return next[block];
  }
}
