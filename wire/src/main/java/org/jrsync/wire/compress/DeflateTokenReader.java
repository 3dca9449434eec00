package org.jrsync.wire.compress;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jrsync.wire.Protocol;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.WireInput;

/** Tokens packed by deflate: what {@link DeflateTokenWriter} writes. */
final class DeflateTokenReader implements TokenReader {
  /** What the sender leaves out at the end of each flush. */
  private static final byte[] MARKER = {0, 0, (byte) 0xff, (byte) 0xff};

  private final WireInput in;
  private final RunReader runs;
  private final PackedData data;
  private final Inflater inflater = new Inflater(true);
  private final boolean history;
  private final byte[] output = new byte[Protocol.CHUNK];
  private int from;
  private int to;
  private boolean unpacking;
  private boolean markerDue;

  /**
   * @param history whether matched blocks belong to the stream's history
   */
  DeflateTokenReader(WireInput in, boolean history) {
    this.in = in;
    this.runs = new RunReader(in);
    this.data = new PackedData(in);
    this.history = history;
  }

  @Override
  public int next() {
    if (from < to) {
      throw new IllegalStateException((to - from) + " literal bytes not read");
    }
    if (runs.running()) {
      return runs.nextOfRun();
    }
    while (true) {
      if (unpacking) {
        from = 0;
        to = unpack();
        if (to > 0) {
          return to;
        }
        unpacking = false;
      }
      int flag = in.readByte();
      if (PackedData.announcedBy(flag)) {
        inflater.setInput(data.bytes(), 0, data.read(flag));
        unpacking = true;
        markerDue = true;
        continue;
      }
      finishFlush();
      if (flag == RunWriter.END) {
        runs.reset();
        inflater.reset();
        return END;
      }
      return runs.start(flag);
    }
  }

  /** Some bytes, or 0 when all input is used up and nothing is left behind it. */
  private int unpack() {
    try {
      int n = inflater.inflate(output);
      if (inflater.finished()) {
        throw ProtocolException.stream("inflate returned 1 (" + n + " bytes)");
      }
      return n;
    } catch (DataFormatException e) {
      throw ProtocolException.stream("inflate returned -3 (" + e.getMessage() + ")");
    }
  }

  /** A complete flush is due where something else than packed data follows it. */
  private void finishFlush() {
    if (!markerDue) {
      return;
    }
    markerDue = false;
    inflater.setInput(MARKER);
    if (unpack() != 0 || inflater.getRemaining() != 0) {
      throw ProtocolException.stream("decompressor lost sync!");
    }
  }

  @Override
  public int literal(byte[] target, int offset, int max) {
    int n = Math.min(max, to - from);
    System.arraycopy(output, from, target, offset, n);
    from += n;
    return n;
  }

  @Override
  public boolean needsMatchedData() {
    return history;
  }

  @Override
  public void matched(byte[] block, int offset, int length) {
    if (history) {
      MatchedHistory.forEachPiece(in.protocol(), block, offset, length, inflater::setDictionary);
    }
  }

  @Override
  public void close() {
    inflater.close();
  }
}
