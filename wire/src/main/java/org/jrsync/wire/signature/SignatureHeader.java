package org.jrsync.wire.signature;

import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;

/**
 * The four numbers before a file's block sums (docs/protocol.md, "Signatures").
 *
 * @param count the number of blocks, 0 or more; 0 means that there is no basis
 * @param blockLength in bytes; 0 only where there are no blocks
 * @param strongLength the bytes sent of each strong sum, 0 to the digest's length
 * @param remainder the last block's length in bytes if it is shorter than the others, else 0
 */
public record SignatureHeader(int count, int blockLength, int strongLength, int remainder) {
  /** No basis: the whole file is wanted. */
  public static final SignatureHeader EMPTY = new SignatureHeader(0, 0, 0, 0);

  /** The longest block since protocol 30, in bytes. */
  public static final int MAX_BLOCK = 1 << 17;

  /** The longest block before protocol 30, in bytes. */
  public static final int MAX_OLD_BLOCK = 1 << 29;

  /** The limit of block lengths for a protocol version, in bytes. */
  public static int maxBlock(int protocol) {
    return protocol < 30 ? MAX_OLD_BLOCK : MAX_BLOCK;
  }

  /**
   * Reads and checks the numbers.
   *
   * @param digestLength the transfer checksum's length in bytes, the limit of {@code strongLength}
   * @throws ProtocolException with exit code 2 for a number out of its range
   */
  public static SignatureHeader read(WireInput in, int digestLength) {
    int count = in.readInt();
    if (count < 0) {
      throw invalid("Invalid checksum count " + count, in);
    }
    int blockLength = in.readInt();
    if (blockLength < 0 || blockLength > maxBlock(in.protocol())) {
      throw invalid("Invalid block length " + blockLength, in);
    }
    if (count > 0 && blockLength == 0) {
      throw invalid("Invalid zero block length", in);
    }
    int strongLength = in.readInt();
    if (strongLength < 0 || strongLength > digestLength) {
      throw invalid("Invalid checksum length " + strongLength, in);
    }
    int remainder = in.readInt();
    if (remainder < 0 || remainder > blockLength) {
      throw invalid("Invalid remainder length " + remainder, in);
    }
    return new SignatureHeader(count, blockLength, strongLength, remainder);
  }

  private static ProtocolException invalid(String what, WireInput in) {
    return ProtocolException.value(what + " [" + in.role().text() + "]");
  }

  /** Writes the four numbers. */
  public void write(WireOutput out) {
    out.writeInt(count);
    out.writeInt(blockLength);
    out.writeInt(strongLength);
    out.writeInt(remainder);
  }

  /** Where block {@code index} starts in the basis file, in bytes. */
  public long offsetOf(int index) {
    return (long) index * blockLength;
  }

  /** The length of block {@code index}, in bytes. */
  public int lengthOf(int index) {
    return index == count - 1 && remainder != 0 ? remainder : blockLength;
  }

  /** The length of the basis file that the blocks cover, in bytes. */
  public long coveredLength() {
    return count == 0 ? 0 : offsetOf(count - 1) + lengthOf(count - 1);
  }
}
