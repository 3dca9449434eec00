package org.jrsync.wire.compress;

import java.util.zip.Deflater;
import org.jrsync.wire.WireOutput;

/**
 * Tokens packed by deflate, as zlibx and as the older zlib do it: each file is a raw deflate stream
 * of its own, flushed where a match or the end of the file follows literal data, without the four
 * bytes that end a flush. The older kind has the bytes of matched blocks in the stream's history
 * too (docs/protocol.md, "Compressed tokens").
 */
final class DeflateTokenWriter implements TokenWriter {
  /** What ends every flush, the length of an empty stored block, and is not sent. */
  private static final int MARKER = 4;

  private final WireOutput out;
  private final RunWriter runs;
  private final Deflater deflater;
  private final boolean history;
  private final byte[] packed = new byte[RunWriter.MAX_DATA];
  private boolean unflushed;

  /**
   * @param level 1 to 9
   * @param history whether matched blocks belong to the stream's history
   */
  DeflateTokenWriter(WireOutput out, int level, boolean history) {
    this.out = out;
    this.runs = new RunWriter(out);
    this.deflater = new Deflater(level, true);
    this.history = history;
  }

  @Override
  public void literal(byte[] data, int offset, int length) {
    if (length == 0) {
      return;
    }
    runs.close();
    deflater.setInput(data, offset, length);
    int n;
    do {
      n = deflater.deflate(packed, 0, packed.length, Deflater.NO_FLUSH);
      send(n);
    } while (n == packed.length || !deflater.needsInput());
    unflushed = true;
  }

  @Override
  public boolean needsMatchedData() {
    return history;
  }

  @Override
  public void match(int index, byte[] data, int offset, int length) {
    flushData();
    runs.add(index);
    if (history) {
      MatchedHistory.forEachPiece(out.protocol(), data, offset, length, deflater::setDictionary);
    }
  }

  @Override
  public void end() {
    flushData();
    runs.end();
    deflater.reset();
  }

  /** Sends all that is packed but the marker, which may lie across two fillings of the buffer. */
  private void flushData() {
    if (!unflushed) {
      return;
    }
    unflushed = false;
    int held = 0;
    while (true) {
      held += deflater.deflate(packed, held, packed.length - held, Deflater.SYNC_FLUSH);
      send(held - MARKER);
      if (held < packed.length) {
        return;
      }
      System.arraycopy(packed, held - MARKER, packed, 0, MARKER);
      held = MARKER;
    }
  }

  private void send(int length) {
    if (length > 0) {
      runs.dataHeader(length);
      out.write(packed, 0, length);
    }
  }

  @Override
  public void close() {
    deflater.close();
  }
}
