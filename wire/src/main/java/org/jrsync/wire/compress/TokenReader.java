package org.jrsync.wire.compress;

/**
 * Reads what a {@link TokenWriter} wrote (docs/protocol.md, "Tokens"). Used by one thread; made by
 * {@link TokenCodec}.
 */
public interface TokenReader extends AutoCloseable {
  /** What {@link #next} returns at the end of a file. */
  int END = 0;

  /**
   * Moves to the next token, which may be done only once the literal before it has been read
   * completely.
   *
   * @return {@link #END}; or a positive number: so many literal bytes can be had from {@link
   *     #literal}, and there may be more of them with the next call; or -(index + 1) for block
   *     {@code index} of the old copy, whose range the caller checks
   */
  int next();

  /**
   * Literal bytes of the present token.
   *
   * @return how many there were, 1 to {@code max}; 0 when the token has been read completely
   */
  int literal(byte[] target, int offset, int max);

  /** True for codecs that need {@link #matched}. */
  default boolean needsMatchedData() {
    return false;
  }

  /** Tells the codec the bytes of the block that {@link #next} named. */
  default void matched(byte[] data, int offset, int length) {}

  /** Frees what the codec holds outside the heap. Idempotent. */
  @Override
  default void close() {}
}
