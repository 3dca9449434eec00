package org.jrsync.engine.generator;

import org.jrsync.engine.sender.FileWindow;
import org.jrsync.posix.FileHandle;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.checksum.BlockSum;
import org.jrsync.wire.checksum.RollingChecksum;
import org.jrsync.wire.checksum.StrongChecksum;
import org.jrsync.wire.signature.BlockSignatures;
import org.jrsync.wire.signature.SignatureHeader;

/** Sums a stretch of a basis file's blocks, and holds the sums. Used by one thread at a time. */
final class BlockSummer {
  private static final int WINDOW = 256 * 1024;

  /** About how much of a file a stretch is, in bytes. */
  private static final int STRETCH = 1024 * 1024;

  /** The most blocks of a stretch, so that few are held: those of 700 bytes, the usual least. */
  private static final int MOST = 1500;

  private final StrongChecksum strongSum;
  private final BlockSum weakSum = new BlockSum();
  private final byte[] buffer = new byte[WINDOW];
  private final int[] weak = new int[MOST];
  private final byte[] strong;
  private int held;

  BlockSummer(StrongChecksum strongSum) {
    this.strongSum = strongSum;
    this.strong = new byte[MOST * strongSum.length()];
  }

  /** How many blocks a stretch has, at least one. */
  static int stretch(SignatureHeader header) {
    return Math.clamp(STRETCH / header.blockLength(), 1, MOST);
  }

  /**
   * Sums the blocks from one on, as many as a stretch has or as are left.
   *
   * @param basis what cannot be read of it counts as zeros
   */
  void sum(FileHandle basis, SignatureHeader header, int first) {
    held = Math.min(stretch(header), header.count() - first);
    int last = first + held - 1;
    // Up to the stretch's end, or others' bytes would be read as well.
    long end = header.offsetOf(last) + header.lengthOf(last);
    FileWindow window = new FileWindow(basis, end, buffer);
    for (int i = 0; i < held; i++) {
      weak[i] = sum(window, header.offsetOf(first + i), header.lengthOf(first + i));
      strongSum.digest(strong, i * strongSum.length());
    }
  }

  /** The weak sum; leaves the strong one to be asked for. */
  private int sum(FileWindow window, long start, int length) {
    int sum = 0;
    long end = start + length;
    // The peer chooses how long blocks are, up to 512 MiB: no more than a window is held.
    for (long from = start; from < end; ) {
      int piece = (int) Math.min(WINDOW, end - from);
      int at = window.locate(from, piece);
      strongSum.update(window.bytes(), at, piece);
      sum = RollingChecksum.join(sum, weakSum.of(window.bytes(), at, piece), piece);
      from += piece;
    }
    return sum;
  }

  /** Sends the sums that are held. */
  void write(WireOutput out, SignatureHeader header) {
    for (int i = 0; i < held; i++) {
      BlockSignatures.write(out, header, weak[i], strong, i * strongSum.length());
    }
  }
}
