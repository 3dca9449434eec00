package org.jrsync.engine.filter;

import java.io.IOException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

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
   * @throws RsyncException if it is larger
   */
  byte[] read(byte[] path) throws IOException;

  /**
   * Told of each file that an option or a rule names, before it is read, and of the files of
   * directories before there is any; not of the {@code .cvsignore} files that {@code -C} asks for.
   *
   * @throws RsyncException if none may be named
   */
  default void named(byte[] path) {}

  /** What {@link #named} throws where clients may write and not read. */
  static RsyncException writeOnly(byte[] path) {
    return new RsyncException(
        ExitCode.SYNTAX,
        "ERROR: a write-only server cannot read the rule file \"" + RuleReader.show(path) + "\"");
  }
}
