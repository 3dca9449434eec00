package org.jrsync.wire.compress;

import org.jrsync.wire.WireInput;

/**
 * Tokens as plain integers. A literal may be of any length: some senders use longer ones than rsync
 * does.
 */
final class PlainTokenReader implements TokenReader {
  private final WireInput in;
  private int left;

  PlainTokenReader(WireInput in) {
    this.in = in;
  }

  @Override
  public int next() {
    if (left != 0) {
      throw new IllegalStateException(left + " literal bytes not read");
    }
    int token = in.readInt();
    left = Math.max(token, 0);
    return token;
  }

  @Override
  public int literal(byte[] target, int offset, int max) {
    int n = Math.min(left, max);
    in.readFully(target, offset, n);
    left -= n;
    return n;
  }
}
