package org.jrsync.wire.signature;

/** How finely a basis file is divided (docs/protocol.md, "Block sizes"). */
public final class BlockSizes {
  /** The shortest block that is chosen by itself, in bytes. */
  public static final int USUAL_BLOCK = 700;

  /** The longest strong sum that is sent, in bytes. */
  private static final int MAX_STRONG = 16;

  /** The shortest strong sum that is sent in the first phase, in bytes. */
  private static final int MIN_STRONG = 2;

  /** How many bits of safety the strong sum has beyond what the file's length asks for. */
  private static final int BIAS = 10;

  private BlockSizes() {}

  /**
   * The division of a file.
   *
   * @param fileLength in bytes, 0 or more
   * @param blockSize from --block-size, in bytes; 0 to choose
   * @param digestLength the transfer checksum's length in bytes
   * @param fullSums true in the second phase, where the first one's short sums have failed
   * @return a header whose {@code count} is -1 where the blocks are too many to be counted
   */
  public static SignatureHeader forFile(
      long fileLength, int protocol, int blockSize, int digestLength, boolean fullSums) {
    int block =
        blockSize != 0 ? blockSize : chooseBlock(fileLength, SignatureHeader.maxBlock(protocol));
    int strong = strongLength(fileLength, block, Math.min(MAX_STRONG, digestLength), fullSums);
    int remainder = (int) (fileLength % block);
    long count = fileLength / block + (remainder == 0 ? 0 : 1);
    return new SignatureHeader(
        count > Integer.MAX_VALUE ? -1 : (int) count, block, strong, remainder);
  }

  /** About the square root of the length, rounded down to a multiple of 8, within the limits. */
  private static int chooseBlock(long length, int max) {
    if (length <= (long) USUAL_BLOCK * USUAL_BLOCK) {
      return USUAL_BLOCK;
    }
    // One bit for every two of the length.
    int bits = (63 - Long.numberOfLeadingZeros(length)) / 2;
    if (bits >= 31 || 1 << bits >= max) {
      return max;
    }
    int block = 0;
    for (int bit = 1 << bits; bit >= 8; bit >>= 1) {
      long tried = block | bit;
      if (length >= tried * tried) {
        block |= bit;
      }
    }
    return Math.max(block, USUAL_BLOCK);
  }

  private static int strongLength(long length, int block, int max, boolean full) {
    if (full) {
      return max;
    }
    int lengthBits = length == 0 ? 0 : 63 - Long.numberOfLeadingZeros(length);
    int blockBits = 31 - Integer.numberOfLeadingZeros(block);
    int bits = Math.max(0, BIAS + 2 * lengthBits - blockBits);
    // The weak sum contributes 32 bits; one is added and the rest rounded up to bytes.
    int bytes = (bits + 1 - 32 + 7) / 8;
    return Math.min(Math.max(bytes, MIN_STRONG), max);
  }
}
