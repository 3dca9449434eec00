package org.jrsync.wire.compress;

import java.nio.ByteBuffer;
import org.jrsync.wire.ProtocolException;

/** Unpacks what {@link Lz4TokenWriter} packs: each piece is a block by itself. */
final class Lz4Decompressor implements Decompressor {
  /** What one piece may yield: lz4's bound for 32 KiB, which is rsync's limit. */
  private static final int OUTPUT = Lz4Packer.maxLength(32 * 1024);

  private final Lz4Unpacker unpacker = new Lz4Unpacker();
  private final byte[] bytes = new byte[OUTPUT];
  private final ByteBuffer output = ByteBuffer.wrap(bytes).limit(0);
  private byte[] packed = {};
  private int length;

  @Override
  public ByteBuffer output() {
    return output;
  }

  @Override
  public void input(byte[] piece, int pieceLength) {
    packed = piece;
    length = pieceLength;
  }

  @Override
  public boolean unpack() {
    int n = unpacker.unpack(packed, length, bytes);
    if (n < 0) {
      throw ProtocolException.stream("uncompress failed: " + n);
    }
    output.clear().limit(n);
    return false;
  }
}
