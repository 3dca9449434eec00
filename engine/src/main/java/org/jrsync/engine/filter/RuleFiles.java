package org.jrsync.engine.filter;

import java.io.IOException;

/** Opens files that hold rules. Where they may lie and who may own them is the opener's matter. */
@FunctionalInterface
public interface RuleFiles {
  /** Largest rule file that is read, in bytes. */
  int MAX_BYTES = 64 << 20;

  /**
   * Reads a whole file of at most {@link #MAX_BYTES}.
   *
   * @param path as the option or rule gives it; {@code -} is the standard input on a client
   * @throws IOException if it cannot be read; its message is the system's text and, in parentheses,
   *     number, such as {@code No such file or directory (2)}
   * @throws org.jrsync.wire.RsyncException if it is larger
   */
  byte[] read(byte[] path) throws IOException;
}
