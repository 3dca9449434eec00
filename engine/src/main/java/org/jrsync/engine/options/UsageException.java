package org.jrsync.engine.options;

import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/**
 * Arguments that make no sense, or ask for what is not there. The message is complete: it is what
 * standard error shows before the closing error line.
 */
public final class UsageException extends RsyncException {
  private static final long serialVersionUID = 1L;

  private final boolean helpWanted;
  private transient byte @Nullable [] logFile;

  UsageException(ExitCode exitCode, String message) {
    this(exitCode, message, false);
  }

  private UsageException(ExitCode exitCode, String message, boolean helpWanted) {
    super(exitCode, message);
    this.helpWanted = helpWanted;
  }

  /** An error that the program answers by its whole help text on standard error. */
  public static UsageException help() {
    return new UsageException(ExitCode.SYNTAX, "", true);
  }

  /** A wrong argument, exit status 1. */
  public static UsageException syntax(String message) {
    return new UsageException(ExitCode.SYNTAX, message);
  }

  /** Something that is not there, exit status 4. */
  static UsageException unsupported(String message) {
    return new UsageException(ExitCode.UNSUPPORTED, message);
  }

  /** With the {@code --log-file} that had been named when the mistake was met. */
  UsageException withLogFile(byte @Nullable [] path) {
    logFile = path;
    return this;
  }

  /** The log that is to have the message too, or null. */
  public byte @Nullable [] logFile() {
    return logFile;
  }

  /** Whether the help text is the message. */
  public boolean helpWanted() {
    return helpWanted;
  }
}
