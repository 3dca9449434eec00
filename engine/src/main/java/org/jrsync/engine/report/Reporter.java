package org.jrsync.engine.report;

import org.jrsync.wire.MessageCode;

/**
 * Where a role's messages go: the terminal and log of the client, or through the connection to the
 * peer. Called by several threads.
 */
public interface Reporter {
  /**
   * Takes one message.
   *
   * @param code what kind it is; {@link MessageCode#LOG} is meant for a log file only and {@link
   *     MessageCode#CLIENT} for the person at the client only
   * @param text the message as bytes, as a rule with its line end
   */
  void report(MessageCode code, byte[] text);
}
