package org.jrsync.wire.compress;

import org.jrsync.wire.WireOutput;

/** Tokens packed by lz4: each piece of data is a block by itself, without any history. */
final class Lz4TokenWriter implements TokenWriter {
  /** The most data of which no block is longer than packed data may be. */
  static final int PIECE = 16_304;

  private final WireOutput out;
  private final RunWriter runs;
  private final Lz4Packer packer = new Lz4Packer();
  private final byte[] packed = new byte[Lz4Packer.maxLength(PIECE)];

  Lz4TokenWriter(WireOutput out) {
    this.out = out;
    this.runs = new RunWriter(out);
  }

  @Override
  public void literal(byte[] data, int offset, int length) {
    if (length == 0) {
      return;
    }
    runs.close();
    int end = offset + length;
    for (int at = offset; at < end; at += PIECE) {
      int n = packer.pack(data, at, Math.min(PIECE, end - at), packed);
      runs.dataHeader(n);
      out.write(packed, 0, n);
    }
  }

  @Override
  public void match(int index, byte[] data, int offset, int length) {
    runs.add(index);
  }

  @Override
  public void end() {
    runs.end();
  }
}
