package org.jrsync.wire.signature;

import java.util.Arrays;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;

/** A file's block sums in two columns, without an object per block. */
public final class BlockSignatures implements AutoCloseable {
  /** The most bytes of strong sums that one file may have: what one array can hold. */
  private static final int MAX_STRONG_BYTES = Integer.MAX_VALUE - 16;

  /** Memory grows with what has arrived, not with what a header claims. */
  private static final int FIRST_BLOCKS = 4096;

  /** What a search keeps for each block besides its sums: its places in two tables, and a link. */
  private static final int INDEX_BYTES = 16;

  private final SignatureHeader header;
  private final MemoryBudget memory;
  private int[] weak;
  private byte[] strong;
  private long held;

  private BlockSignatures(SignatureHeader header, int capacity, MemoryBudget memory) {
    this.header = header;
    this.memory = memory;
    hold(bytes(capacity));
    this.weak = new int[capacity];
    this.strong = new byte[capacity * header.strongLength()];
  }

  /**
   * Reads the sums that follow a header.
   *
   * @param memory what they, and the table that a search makes of them, are taken from until they
   *     are closed
   * @throws ProtocolException with exit code 22 if they would take more than 2 GiB
   * @throws org.jrsync.wire.RsyncException with exit code 22 when the memory's limit is passed
   */
  public static BlockSignatures read(WireInput in, SignatureHeader header, MemoryBudget memory) {
    int count = header.count();
    int strongLength = header.strongLength();
    if ((long) count * strongLength > MAX_STRONG_BYTES) {
      throw new ProtocolException(
          ExitCode.MALLOC,
          "Invalid checksum count "
              + count
              + " (strong sums of more than "
              + MAX_STRONG_BYTES
              + " bytes) ["
              + in.role().text()
              + "]");
    }
    BlockSignatures sums = new BlockSignatures(header, Math.min(count, FIRST_BLOCKS), memory);
    boolean whole = false;
    try {
      for (int i = 0; i < count; i++) {
        if (i == sums.weak.length) {
          sums.grow((int) Math.min(count, i * 2L));
        }
        sums.weak[i] = in.readInt();
        in.readFully(sums.strong, i * strongLength, strongLength);
      }
      whole = true;
    } finally {
      if (!whole) {
        sums.close();
      }
    }
    return sums;
  }

  /** The old columns and the new ones are there at once for a while. */
  private void grow(int capacity) {
    long before = held;
    hold(bytes(capacity));
    weak = Arrays.copyOf(weak, capacity);
    strong = Arrays.copyOf(strong, capacity * header.strongLength());
    memory.release(before);
    held -= before;
  }

  private long bytes(int capacity) {
    return (long) capacity * (Integer.BYTES + header.strongLength() + INDEX_BYTES);
  }

  private void hold(long bytes) {
    memory.reserve(bytes, "memory for the sums of a file's blocks");
    held += bytes;
  }

  /** Gives the memory back; the sums are of no more use. */
  @Override
  public void close() {
    memory.release(held);
    held = 0;
  }

  /** Writes one block's sums: how the receiving side sends them, without keeping any. */
  public static void write(
      WireOutput out, SignatureHeader header, int weak, byte[] strong, int offset) {
    out.writeInt(weak);
    out.write(strong, offset, header.strongLength());
  }

  public SignatureHeader header() {
    return header;
  }

  /** The number of blocks. */
  public int count() {
    return header.count();
  }

  /** The weak sum of a block. */
  public int weak(int index) {
    return weak[index];
  }

  /** The column of weak sums itself, for searches; not to be changed. */
  public int[] weakSums() {
    return weak;
  }

  /** True where the first bytes of {@code digest}, as many as were sent, are those of the block. */
  public boolean strongEquals(int index, byte[] digest, int offset) {
    int length = header.strongLength();
    int from = index * length;
    return Arrays.equals(strong, from, from + length, digest, offset, offset + length);
  }
}
