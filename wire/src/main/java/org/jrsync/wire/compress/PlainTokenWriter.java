package org.jrsync.wire.compress;

import org.jrsync.wire.Protocol;
import org.jrsync.wire.WireOutput;

/** Tokens as plain integers, without compression. */
final class PlainTokenWriter implements TokenWriter {
  private final WireOutput out;

  PlainTokenWriter(WireOutput out) {
    this.out = out;
  }

  @Override
  public void literal(byte[] data, int offset, int length) {
    while (length > 0) {
      int n = Math.min(length, Protocol.CHUNK);
      out.writeInt(n);
      out.write(data, offset, n);
      offset += n;
      length -= n;
    }
  }

  @Override
  public void match(int index, byte[] data, int offset, int length) {
    out.writeInt(-index - 1);
  }

  @Override
  public void end() {
    out.writeInt(0);
  }
}
