package org.jrsync.wire.compress;

import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.WireInput;

/** Takes runs of block references apart (docs/protocol.md, "Compressed tokens"). */
final class RunReader {
  /** The highest block number that can be named. */
  private static final int MAX_INDEX = 0x7ffffffe;

  private final WireInput in;
  private int index;
  private int more;

  RunReader(WireInput in) {
    this.in = in;
  }

  /** True while blocks of the present run are left. */
  boolean running() {
    return more > 0;
  }

  /** The next block of the present run, as {@link TokenReader#next} returns it. */
  int nextOfRun() {
    more--;
    index++;
    return -1 - index;
  }

  /** The block that a flag byte announces, as {@link TokenReader#next} returns it. */
  int start(int flag) {
    boolean relative = (flag & RunWriter.REL) != 0;
    boolean run = relative ? (flag & 0x40) != 0 : (flag & 1) != 0;
    long next = relative ? index + (long) (flag & 0x3f) : in.readInt();
    if (next < 0 || next > MAX_INDEX) {
      throw invalid();
    }
    index = (int) next;
    if (run) {
      more = in.readShort();
      if (more == 0 || index > MAX_INDEX - more) {
        throw invalid();
      }
    }
    return -1 - index;
  }

  /** The next file begins. */
  void reset() {
    index = 0;
    more = 0;
  }

  private static ProtocolException invalid() {
    return ProtocolException.value("invalid token number in compressed stream");
  }
}
