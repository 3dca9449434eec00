package org.jrsync.engine.sender;

import java.util.BitSet;
import org.jrsync.engine.TransferProgress;
import org.jrsync.wire.checksum.BlockSum;
import org.jrsync.wire.checksum.StrongChecksum;
import org.jrsync.wire.compress.TokenWriter;
import org.jrsync.wire.signature.BlockSignatures;
import org.jrsync.wire.signature.SignatureHeader;
import org.jspecify.annotations.Nullable;

/**
 * Expresses a file as literal bytes and references to the receiver's blocks, and feeds the whole
 * file's checksum on the way (docs/protocol.md, "Delta").
 */
public final class MatchSearch {
  /** Literal data is handed on in pieces of about this many bytes. */
  static final int CHUNK = 32 * 1024;

  /**
   * The longest block, in bytes, that is looked for: the search holds a whole one. Blocks are
   * chosen longer for files above 64 TiB only, and never since protocol 30, but a peer may ask for
   * 512 MiB.
   */
  static final int LONGEST_BLOCK = 8 * 1024 * 1024;

  /** What each byte of a file earns ({@link SearchCredit}). */
  static final int CREDIT_PER_BYTE = 4;

  /**
   * A block's weak sum is right by chance at one of so many offsets: of a basis as long as this,
   * one byte is summed in vain for each byte of the file.
   */
  private static final int CHANCE_BITS = 32;

  /**
   * How many times as long as the file a basis counts at most: its length is what the peer says.
   */
  private static final long LONGER_BASIS = 4;

  /** What looking at one block of a chain costs, in the same unit. */
  private static final int CHAIN_STEP = 4;

  private final TokenWriter tokens;
  private final StrongChecksum whole;
  private final StrongChecksum block;
  private final byte[] digest;
  private final TransferProgress progress;
  private final SearchCredit credit;
  private final boolean counting;

  private long lastMatch;
  private long matchedBytes;
  private long literalBytes;
  private long hits;
  private long falseAlarms;
  private long matches;

  /**
   * @param tokens where literals and references go
   * @param whole the checksum of the whole file, already reset
   * @param block the checksum of single blocks, as the signature's strong sums were made
   * @param progress told how far the file has been sent
   * @param credit the session's
   * @param counting whether {@link #hits} is asked for
   */
  public MatchSearch(
      TokenWriter tokens,
      StrongChecksum whole,
      StrongChecksum block,
      TransferProgress progress,
      SearchCredit credit,
      boolean counting) {
    this.credit = credit;
    this.progress = progress;
    this.counting = counting;
    this.tokens = tokens;
    this.whole = whole;
    this.block = block;
    this.digest = new byte[block.length()];
  }

  /**
   * Sends a file without looking for matches, from an offset on.
   *
   * @param from where sending begins; the bytes before it are not part of the stream
   */
  public void sendWhole(FileWindow file, long from) {
    lastMatch = from;
    long size = file.fileSize();
    while (lastMatch < size) {
      long count = Math.min(CHUNK * 8L, size - lastMatch);
      // Pieces larger than rsync's are told of as if they were of its size: people see the first.
      progress.at(lastMatch + Math.min(CHUNK, count), size);
      literal(file, (int) count);
      progress.at(lastMatch, size);
    }
    tokens.end();
  }

  /**
   * Sends a file against the receiver's blocks.
   *
   * @param inPlace whether the receiver writes into its basis file, so that a block may only be
   *     used while it has not been overwritten
   */
  public void sendDelta(FileWindow file, BlockSignatures blocks, boolean inPlace) {
    if (blocks.header().blockLength() > LONGEST_BLOCK) {
      sendWhole(file, 0); // No block is worth the memory, and none has to be used.
      return;
    }
    new Scan(file, blocks, inPlace).run();
    literalUpTo(file, file.fileSize());
    progress.at(lastMatch, file.fileSize());
    tokens.end();
  }

  private void literalUpTo(FileWindow file, long offset) {
    while (lastMatch < offset) {
      literal(file, (int) Math.min(CHUNK, offset - lastMatch));
    }
  }

  private void literal(FileWindow file, int count) {
    int at = file.locate(lastMatch, count);
    whole.update(file.bytes(), at, count);
    tokens.literal(file.bytes(), at, count);
    lastMatch += count;
    literalBytes += count;
  }

  /** Bytes sent as literals. */
  public long literalBytes() {
    return literalBytes;
  }

  /** Bytes sent as references. */
  public long matchedBytes() {
    return matchedBytes;
  }

  /** Offsets at which rsync's table of weak sums has something to compare; 0 if not counted. */
  public long hits() {
    return hits;
  }

  /** Weak sums that matched where the strong sum did not. */
  public long falseAlarms() {
    return falseAlarms;
  }

  /** References sent. */
  public long matches() {
    return matches;
  }

  /** One pass over one file. */
  private final class Scan {
    private final FileWindow file;
    private final BlockSignatures blocks;
    private final SignatureHeader header;
    private final BlockIndex index;
    private final int blockLength;
    private final long size;

    /** No block begins here or later. */
    private final long end;

    private final @Nullable BitSet sameOffset;
    private final @Nullable BucketHits buckets;
    private final BlockSum weakSum = new BlockSum();

    private int wanted;
    private long digestOffset = -1;
    private final long perByte;
    private long spent;

    Scan(FileWindow file, BlockSignatures blocks, boolean inPlace) {
      this.file = file;
      this.blocks = blocks;
      this.header = blocks.header();
      this.index = new BlockIndex(blocks);
      this.blockLength = header.blockLength();
      this.size = file.fileSize();
      this.end = size + 1 - header.lengthOf(blocks.count() - 1);
      this.buckets = counting ? new BucketHits(blocks) : null;
      this.sameOffset = inPlace ? new BitSet() : null;
      long basis = Math.min(header.coveredLength(), LONGER_BASIS * size);
      this.perByte = CREDIT_PER_BYTE + 2 * (basis >>> CHANCE_BITS);
    }

    void run() {
      long offset = 0;
      while (offset < end) {
        int length = (int) Math.min(blockLength, size - offset);
        int at = file.locate(offset, length);
        int sum = weakSum.of(file.bytes(), at, length);
        offset = roll(offset, length, sum);
      }
      credit.settle(spent, Math.min(offset, size) * perByte);
    }

    /** Rolls from an offset to the next match; returns the offset after it, or the end. */
    private long roll(long from, int length, int sum) {
      long offset = from;
      int weak = sum;
      int k = length;
      while (true) {
        if (buckets != null && buckets.holds(weak)) {
          hits++;
        }
        int candidate = index.first(weak);
        if (candidate >= 0 && credit.covers(spent, offset * perByte)) {
          long after = tryChain(candidate, weak, offset, k);
          if (after >= 0) {
            return after;
          }
        }
        if (offset + 1 >= end) {
          return end;
        }
        if (flushable(offset)) {
          literalUpTo(file, offset - blockLength);
          progress.at(lastMatch, size);
        }
        if (offset + k < size) {
          int at = file.locate(offset, k + 1);
          long rolled = index.roll(file.bytes(), at, k, weak, steps(offset, k));
          offset += rolled >>> 32;
          weak = (int) rolled;
        } else {
          int at = file.locate(offset, k);
          int gone = file.bytes()[at];
          int s1 = weak - gone;
          int s2 = (weak >>> 16) - k * gone;
          weak = (s1 & 0xffff) | (s2 << 16);
          offset++;
          k--;
        }
      }
    }

    /** Whether literal data has gathered, and there is enough file left that some more comes. */
    private boolean flushable(long offset) {
      return offset - lastMatch >= (long) blockLength + CHUNK && end - offset > CHUNK;
    }

    /** How far the sum may be rolled on without anything else to do, at least one byte. */
    private int steps(long offset, int length) {
      if (buckets != null) {
        return 1; // Each sum is counted.
      }
      long steps = Math.min(end - 1, size - length) - offset;
      if (end - offset > CHUNK) {
        steps = Math.min(steps, lastMatch + blockLength + CHUNK - offset);
      }
      return Math.clamp(steps, 1, file.held(offset) - length);
    }

    /** Sends a match at this offset if there is one; returns the offset after it or -1. */
    private long tryChain(int first, int weak, long offset, int length) {
      int seen = 0;
      for (int i = first; i >= 0; i = index.next(i)) {
        // Every step counts: a peer can choose sums that differ and share a chain all the same.
        if (++seen > BlockIndex.MAX_CHAIN) {
          return -1;
        }
        spent += CHAIN_STEP;
        if (blocks.weak(i) != weak) {
          continue;
        }
        if (header.lengthOf(i) != length || !usable(i, offset)) {
          continue;
        }
        computeDigest(offset, length);
        if (!blocks.strongEquals(i, digest, 0)) {
          falseAlarms++;
          continue;
        }
        return send(better(i, weak, offset, length), offset, length);
      }
      return -1;
    }

    /** In place, a block before the output position has been overwritten unless it was kept. */
    private boolean usable(int i, long offset) {
      return sameOffset == null || header.offsetOf(i) >= offset || sameOffset.get(i);
    }

    /**
     * Prefers the block at the same offset when writing in place (nothing has to be written), and
     * otherwise the block after the last match (runs compress best).
     */
    private int better(int found, int weak, long offset, int length) {
      if (sameOffset != null && offset % blockLength == 0) {
        int aligned = (int) (offset / blockLength);
        if (aligned < blocks.count() && same(aligned, weak, length)) {
          sameOffset.set(aligned);
          return aligned;
        }
      }
      if (found != wanted
          && wanted < blocks.count()
          && usable(wanted, offset)
          && same(wanted, weak, length)) {
        return wanted;
      }
      return found;
    }

    private boolean same(int i, int weak, int length) {
      return blocks.weak(i) == weak
          && header.lengthOf(i) == length
          && blocks.strongEquals(i, digest, 0);
    }

    private void computeDigest(long offset, int length) {
      if (digestOffset != offset) {
        int at = file.locate(offset, length);
        block.of(file.bytes(), at, length, digest, 0);
        digestOffset = offset;
        spent += length;
      }
    }

    private long send(int i, long offset, int length) {
      literalUpTo(file, offset);
      int at = file.locate(offset, length);
      whole.update(file.bytes(), at, length);
      tokens.match(i, file.bytes(), at, length);
      matchedBytes += length;
      matches++;
      lastMatch = offset + length;
      spent -= length; // What fits has been worth its sum.
      progress.at(lastMatch, size);
      wanted = i + 1;
      return lastMatch;
    }
  }
}
