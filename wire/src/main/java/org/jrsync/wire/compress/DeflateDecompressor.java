package org.jrsync.wire.compress;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jrsync.wire.Protocol;
import org.jrsync.wire.ProtocolException;

/** Unpacks what {@link DeflateTokenWriter} packs. */
final class DeflateDecompressor implements Decompressor {
  /** What the sender leaves out at the end of each flush. */
  private static final byte[] MARKER = {0, 0, (byte) 0xff, (byte) 0xff};

  private final Inflater inflater = new Inflater(true);
  private final ByteBuffer output = ByteBuffer.allocate(Protocol.CHUNK).limit(0);
  private final boolean history;
  private boolean markerDue;

  /**
   * @param history whether matched blocks belong to the stream's history
   */
  DeflateDecompressor(boolean history) {
    this.history = history;
  }

  @Override
  public ByteBuffer output() {
    return output;
  }

  @Override
  public void input(byte[] packed, int length) {
    inflater.setInput(packed, 0, length);
    markerDue = true;
  }

  /** More may follow until a step yields nothing: all input is used up then. */
  @Override
  public boolean unpack() {
    output.clear();
    try {
      int n = inflater.inflate(output);
      if (inflater.finished()) {
        throw ProtocolException.stream("inflate returned 1 (" + n + " bytes)");
      }
    } catch (DataFormatException e) {
      throw ProtocolException.stream("inflate returned -3 (" + e.getMessage() + ")");
    }
    output.flip();
    return output.hasRemaining();
  }

  /** A complete flush is due where something else than packed data follows it. */
  @Override
  public void flushed() {
    if (!markerDue) {
      return;
    }
    markerDue = false;
    inflater.setInput(MARKER);
    if (unpack() || inflater.getRemaining() != 0) {
      throw ProtocolException.stream("decompressor lost sync!");
    }
  }

  @Override
  public void fileDone() {
    inflater.reset();
  }

  @Override
  public boolean learns() {
    return history;
  }

  @Override
  public void learn(byte[] block, int offset, int length) {
    inflater.setDictionary(block, offset, length);
  }

  @Override
  public void close() {
    inflater.close();
  }
}
