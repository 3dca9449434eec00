package org.jrsync.wire.compress;

/**
 * Writes the data of one file after the other as literal bytes and references to blocks of the
 * peer's old copy (docs/protocol.md, "Tokens"). Used by one thread; made by {@link TokenCodec}.
 */
public interface TokenWriter extends AutoCloseable {
  /** Literal bytes; a file's may come in any number of pieces. */
  void literal(byte[] data, int offset, int length);

  /**
   * Block {@code index} of the peer's old copy, 0 and up, comes next.
   *
   * <p>The matched bytes are needed only where {@link #needsMatchedData()}; elsewhere the length
   * may be 0.
   */
  void match(int index, byte[] data, int offset, int length);

  /** True for codecs that learn from the bytes of matched blocks too. */
  default boolean needsMatchedData() {
    return false;
  }

  /** The file is complete; the next call begins another. */
  void end();

  /** Frees what the codec holds outside the heap. Idempotent. Nothing more is written. */
  @Override
  default void close() {}
}
