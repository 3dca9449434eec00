package org.jrsync.wire;

import java.io.IOException;
import java.io.InterruptedIOException;

/** Error lines for a transport that failed, with the error numbers that rsync shows. */
final class IoErrors {
  private IoErrors() {}

  /**
   * Exit code 10, with the text {@code rsync: [role] read error: Connection reset by peer (104)};
   * 20 where the thread was interrupted.
   */
  static RsyncException failed(String what, IOException cause, Role role) {
    if (cause instanceof InterruptedIOException && Thread.currentThread().isInterrupted()) {
      return new RsyncException(ExitCode.SIGNAL, "interrupted", cause);
    }
    String message = cause.getMessage();
    String reason = message == null ? cause.getClass().getSimpleName() : message;
    if (reason.contains("Connection reset")) {
      reason = "Connection reset by peer (104)";
    } else if (reason.contains("Broken pipe") && !reason.endsWith(")")) {
      reason = "Broken pipe (32)";
    }
    return new RsyncException(
        ExitCode.SOCKET_IO, "rsync: [" + role.text() + "] " + what + " error: " + reason, cause);
  }
}
