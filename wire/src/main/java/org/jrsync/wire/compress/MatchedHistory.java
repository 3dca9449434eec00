package org.jrsync.wire.compress;

/**
 * How a matched block becomes part of a zlib stream's history: as stored blocks of deflate would,
 * which hold at most 65535 bytes (docs/protocol.md, "Compressed tokens").
 */
final class MatchedHistory {
  private static final int MAX_STORED = 0xffff;
  private static final int FIRST_WITH_ADVANCING_PIECES = 31;

  private MatchedHistory() {}

  /** Takes one piece of a block. */
  interface Piece {
    void add(byte[] data, int offset, int length);
  }

  /** Cuts a block into pieces. Before protocol 31, each of them begins at the block's start. */
  static void forEachPiece(int protocol, byte[] data, int offset, int length, Piece piece) {
    for (int at = offset, left = length; left > 0; ) {
      int n = Math.min(left, MAX_STORED);
      piece.add(data, at, n);
      left -= n;
      if (protocol >= FIRST_WITH_ADVANCING_PIECES) {
        at += n;
      }
    }
  }
}
