package org.jrsync.engine.sender;

import java.util.BitSet;
import org.jrsync.wire.signature.BlockSignatures;

/**
 * Tells which weak sums fall into a used bucket of the table that rsync searches: what it counts as
 * {@code hash_hits} and shows under {@code --debug=deltasum}. The search itself has a table of its
 * own.
 */
final class BucketHits {
  private static final int USUAL_SIZE = 1 << 16;

  private final BitSet used = new BitSet();
  private final int size;

  BucketHits(BlockSignatures blocks) {
    int count = blocks.count();
    size = Math.max(USUAL_SIZE, count / 8 * 10 + 11);
    for (int i = 0; i < count; i++) {
      used.set(bucket(blocks.weak(i)));
    }
  }

  /** The two halves of the sum added up, or for big files the sum divided by the table's size. */
  private int bucket(int weak) {
    return size == USUAL_SIZE
        ? (weak + (weak >>> 16)) & 0xffff
        : Integer.remainderUnsigned(weak, size);
  }

  boolean holds(int weak) {
    return used.get(bucket(weak));
  }
}
