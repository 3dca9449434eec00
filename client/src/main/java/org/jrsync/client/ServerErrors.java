package org.jrsync.client;

import org.jrsync.engine.options.MessageRouting;
import org.jrsync.engine.report.Reporter;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.WireOutput;

/** Picks those of a server's messages that it tells itself rather than by its client. */
final class ServerErrors {
  private static final int SHARED_STDERR_SINCE = 29;

  private ServerErrors() {}

  /**
   * Passes on what {@code --stderr} has the server tell itself, and all that comes before messages
   * can be sent.
   *
   * @param protocol the version that will be agreed upon
   * @param out the connection
   * @param direct where it goes
   */
  static Reporter of(MessageRouting.Stderr asked, int protocol, WireOutput out, Reporter direct) {
    boolean old = protocol < SHARED_STDERR_SINCE;
    return (code, text) -> {
      boolean own =
          switch (asked) {
            case ALL -> true;
            case ERRORS -> isError(code) && !old;
            case CLIENT -> false;
          };
      if (own || !out.isMultiplexing()) {
        direct.report(code, text);
      }
    };
  }

  private static boolean isError(MessageCode code) {
    return code != MessageCode.INFO && code != MessageCode.CLIENT && code != MessageCode.LOG;
  }
}
