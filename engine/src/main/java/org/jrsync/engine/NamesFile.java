package org.jrsync.engine;

import java.io.InputStream;
import java.util.function.Consumer;

/**
 * A {@code --files-from} list that this side has: the sender's own, or one that the receiving side
 * forwards to it.
 *
 * @param content the list, which is read once
 * @param nulls whether names end with a NUL and not with a line
 * @param forwarded told each name before the sender gets it
 */
public record NamesFile(InputStream content, boolean nulls, Consumer<byte[]> forwarded) {

  /** The same list, with somebody else told of its names. */
  public NamesFile telling(Consumer<byte[]> listener) {
    return new NamesFile(content, nulls, listener);
  }
}
