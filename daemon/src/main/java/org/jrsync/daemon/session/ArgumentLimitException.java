package org.jrsync.daemon.session;

import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

/** The client's arguments are more or longer than the daemon takes. */
final class ArgumentLimitException extends RsyncException {

  private static final long serialVersionUID = 1L;

  ArgumentLimitException(String message) {
    super(ExitCode.PROTOCOL, message);
  }
}
