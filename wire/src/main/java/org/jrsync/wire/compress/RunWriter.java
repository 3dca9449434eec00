package org.jrsync.wire.compress;

import org.jrsync.wire.WireOutput;

/**
 * Packs references to consecutive blocks into runs, as all compressed token streams do
 * (docs/protocol.md, "Compressed tokens"). A run is written when something other than its next
 * block comes.
 */
final class RunWriter {
  static final int END = 0;
  static final int LONG = 0x20;
  static final int RUN_LONG = 0x21;
  static final int DATA = 0x40;
  static final int REL = 0x80;
  static final int RUN_REL = 0xc0;

  /** The longest piece of packed data: a length of 14 bits. */
  static final int MAX_DATA = 16_383;

  private static final int MAX_RELATIVE = 63;
  private static final int MAX_RUN = 65_535;

  private final WireOutput out;
  private boolean open;
  private int first;
  private int last;
  private int lastWritten;

  RunWriter(WireOutput out) {
    this.out = out;
  }

  /** Adds a block to the open run, or writes that out and begins another. */
  void add(int index) {
    if (open && index == last + 1 && index - first <= MAX_RUN) {
      last = index;
      return;
    }
    close();
    open = true;
    first = index;
    last = index;
  }

  /** Writes the open run, if any. */
  void close() {
    if (!open) {
      return;
    }
    open = false;
    int step = first - lastWritten;
    int more = last - first;
    if (step >= 0 && step <= MAX_RELATIVE) {
      out.writeByte((more == 0 ? REL : RUN_REL) + step);
    } else {
      out.writeByte(more == 0 ? LONG : RUN_LONG);
      out.writeInt(first);
    }
    if (more != 0) {
      out.writeShort(more);
    }
    lastWritten = last;
  }

  /** A piece of packed data of 1 to {@link #MAX_DATA} bytes follows. */
  void dataHeader(int length) {
    out.writeByte(DATA + (length >> 8));
    out.writeByte(length);
  }

  /** The file is complete. */
  void end() {
    close();
    out.writeByte(END);
    lastWritten = 0;
  }
}
