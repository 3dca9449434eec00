package org.jrsync.engine;

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
  private final boolean hasErrorStream;
  private int protocol = 33;

  /**
   * @param local the daemon's log, or what writes to this process's standard error
   * @param hasErrorStream whether errors are shown by {@code local}: a remote shell carries
   *     standard error to the person at the client, so that rsync's servers send no errors
   */
  ServerReporter(WireOutput out, Reporter local, boolean quiet, boolean hasErrorStream) {
    this.out = out;
    this.local = local;
    this.quiet = quiet;
    this.hasErrorStream = hasErrorStream;
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
    if (code != MessageCode.CLIENT) {
      local.report(code, text);
    }
    if (sent == MessageCode.INFO && quiet) {
      return;
    }
    if (hasErrorStream && sent != MessageCode.INFO) {
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
