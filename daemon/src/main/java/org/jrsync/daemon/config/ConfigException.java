package org.jrsync.daemon.config;

import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

/** A configuration that cannot be used. The message says where and why, in one line. */
public final class ConfigException extends RsyncException {

  private static final long serialVersionUID = 1L;

  /** An error that no single line of the file can be blamed for. */
  public ConfigException(String message) {
    super(ExitCode.SYNTAX, message);
  }

  /** An error in a line, counted from 1, of the file that is being read. */
  ConfigException(String message, int line) {
    super(ExitCode.SYNTAX, "line " + line + ": " + message);
  }

  /** The same error with the file's name before it. */
  ConfigException in(String file) {
    return new ConfigException(file + " " + getMessage());
  }
}
