package org.jrsync.daemon.session;

import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

/** The client did not finish the handshake in time, however steadily it went on sending. */
final class HandshakeTimeoutException extends RsyncException {

  private static final long serialVersionUID = 1L;

  HandshakeTimeoutException() {
    super(ExitCode.TIMEOUT, "[Receiver] daemon handshake timeout -- exiting");
  }
}
