package org.jrsync.engine;

import org.jrsync.engine.options.MessageRouting;
import org.jrsync.engine.report.Reporter;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.WireOutput;

/**
 * Sends a server's messages to its client, and to the local log of a daemon. Used by the one thread
 * that writes to the connection.
 */
final class ServerReporter implements Reporter {
  private final WireOutput out;
  private final Reporter local;
  private final boolean quiet;
  private final MessageRouting.Stderr routed;
  private int protocol = 33;

  /**
   * @param local the daemon's log, or what writes to this process's standard error
   * @param routed which of the messages are not sent, as {@code local} shows them: a remote shell
   *     carries standard error to the person at the client
   */
  ServerReporter(WireOutput out, Reporter local, boolean quiet, MessageRouting.Stderr routed) {
    this.out = out;
    this.local = local;
    this.quiet = quiet;
    this.routed = routed;
  }

  void setProtocol(int negotiated) {
    protocol = negotiated;
  }

  @Override
  public void report(MessageCode code, byte[] text) {
    if (code == MessageCode.LOG) {
      local.report(code, text);
      return;
    }
    MessageCode sent = code == MessageCode.CLIENT ? MessageCode.INFO : code;
    boolean all = routed == MessageRouting.Stderr.ALL;
    if (code != MessageCode.CLIENT || all) {
      local.report(code, text);
    }
    if (all) {
      return;
    }
    if (sent == MessageCode.INFO && quiet) {
      return;
    }
    if (routed == MessageRouting.Stderr.ERRORS && sent != MessageCode.INFO) {
      return;
    }
    if (protocol < 30) {
      sent = older(sent);
    }
    out.message(sent, text);
  }

  /** What peers before protocol 30 know instead. */
  private static MessageCode older(MessageCode code) {
    return switch (code) {
      case ERROR -> MessageCode.ERROR_XFER;
      case WARNING -> MessageCode.INFO;
      default -> code;
    };
  }
}
