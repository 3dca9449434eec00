package org.jrsync.wire.compress;

import java.nio.ByteBuffer;
import org.jrsync.wire.ProtocolException;

/**
 * Unpacks the pieces of packed data in a compressed token stream, which {@link PackedTokenReader}
 * takes apart. Its failures are {@link ProtocolException}s with exit code 12.
 */
interface Decompressor extends AutoCloseable {
  /** What {@link #unpack} has yielded and nobody has read yet; always the same buffer. */
  ByteBuffer output();

  /** The next piece of packed data; the one before has been unpacked completely. */
  void input(byte[] packed, int length);

  /**
   * Unpacks more of the piece into {@link #output}, which has been read completely; it may stay
   * empty.
   *
   * @return whether this is to be called again before the next piece comes
   */
  boolean unpack();

  /** Something else than packed data follows the last piece. */
  default void flushed() {}

  /** The file is complete; the next piece belongs to another. */
  default void fileDone() {}

  /** Whether {@link #learn} is needed. */
  default boolean learns() {
    return false;
  }

  /** Makes bytes of a matched block part of the history that later pieces refer to. */
  default void learn(byte[] block, int offset, int length) {}

  @Override
  default void close() {}
}
