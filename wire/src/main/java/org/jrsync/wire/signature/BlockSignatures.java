package org.jrsync.wire.signature;

import java.util.Arrays;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;

/** A file's block sums in two columns, without an object per block. */
public final class BlockSignatures {
  /** The most bytes of strong sums that one file may have: what one array can hold. */
  private static final int MAX_STRONG_BYTES = Integer.MAX_VALUE - 16;

  /** Memory grows with what has arrived, not with what a header claims. */
  private static final int FIRST_BLOCKS = 4096;

  private final SignatureHeader header;
  private int[] weak;
  private byte[] strong;

  private BlockSignatures(SignatureHeader header, int capacity) {
    this.header = header;
    this.weak = new int[capacity];
    this.strong = new byte[capacity * header.strongLength()];
  }

  /**
   * Reads the sums that follow a header.
   *
   * @throws ProtocolException with exit code 22 if they would take more than 2 GiB
   */
  public static BlockSignatures read(WireInput in, SignatureHeader header) {
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
    BlockSignatures sums = new BlockSignatures(header, Math.min(count, FIRST_BLOCKS));
    for (int i = 0; i < count; i++) {
      if (i == sums.weak.length) {
        int capacity = (int) Math.min(count, i * 2L);
        sums.weak = Arrays.copyOf(sums.weak, capacity);
        sums.strong = Arrays.copyOf(sums.strong, capacity * strongLength);
      }
      sums.weak[i] = in.readInt();
      in.readFully(sums.strong, i * strongLength, strongLength);
    }
    return sums;
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
