package org.jrsync.wire.compress;

import java.nio.ByteBuffer;
import org.jrsync.wire.WireInput;

/**
 * Tokens of all compressed streams (docs/protocol.md, "Compressed tokens"): pieces of packed data,
 * runs of block references, and the ends of files.
 */
final class PackedTokenReader implements TokenReader {
  private final WireInput in;
  private final RunReader runs;
  private final PackedData data;
  private final Decompressor decompressor;
  private final ByteBuffer output;
  private boolean unpacking;

  /**
   * @param decompressor closed with this
   */
  PackedTokenReader(WireInput in, Decompressor decompressor) {
    this.in = in;
    this.runs = new RunReader(in);
    this.data = new PackedData(in);
    this.decompressor = decompressor;
    this.output = decompressor.output();
  }

  @Override
  public int next() {
    if (output.hasRemaining()) {
      throw new IllegalStateException(output.remaining() + " literal bytes not read");
    }
    if (runs.running()) {
      return runs.nextOfRun();
    }
    while (true) {
      if (unpacking) {
        unpacking = decompressor.unpack();
        if (output.hasRemaining()) {
          return output.remaining();
        }
        continue;
      }
      int flag = in.readByte();
      if (PackedData.announcedBy(flag)) {
        int length = data.read(flag);
        decompressor.input(data.bytes(), length);
        unpacking = true;
        continue;
      }
      decompressor.flushed();
      if (flag == RunWriter.END) {
        runs.reset();
        decompressor.fileDone();
        return END;
      }
      return runs.start(flag);
    }
  }

  @Override
  public int literal(byte[] target, int offset, int max) {
    int n = Math.min(max, output.remaining());
    output.get(target, offset, n);
    return n;
  }

  @Override
  public boolean needsMatchedData() {
    return decompressor.learns();
  }

  @Override
  public void matched(byte[] block, int offset, int length) {
    if (decompressor.learns()) {
      MatchedHistory.forEachPiece(in.protocol(), block, offset, length, decompressor::learn);
    }
  }

  @Override
  public void close() {
    decompressor.close();
  }
}
