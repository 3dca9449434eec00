package org.jrsync.wire.compress;

import org.jrsync.wire.WireInput;

/**
 * One side's view of the flag bytes of a compressed token stream: tells packed data from references
 * and the end of a file (docs/protocol.md, "Compressed tokens").
 */
final class PackedData {
  private final WireInput in;
  private final byte[] bytes = new byte[RunWriter.MAX_DATA];

  PackedData(WireInput in) {
    this.in = in;
  }

  /** Whether a flag byte announces packed data. */
  static boolean announcedBy(int flag) {
    return (flag & 0xc0) == RunWriter.DATA;
  }

  /**
   * Reads the data that a flag byte announced into {@link #bytes}.
   *
   * @return its length, 0 to {@link RunWriter#MAX_DATA}
   */
  int read(int flag) {
    int length = (flag & 0x3f) << 8 | in.readByte();
    in.readFully(bytes, 0, length);
    return length;
  }

  /** The data of the last {@link #read}. */
  byte[] bytes() {
    return bytes;
  }
}
