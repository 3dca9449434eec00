package org.jrsync.daemon.session;

import org.jrsync.wire.Transport;

/** Runs the transfer that a handshake has led to. */
@FunctionalInterface
public interface TransferRunner {

  /**
   * Serves the client to its end on the calling thread. Whatever goes wrong with the transfer
   * itself is told to the client and the log and shows in the result.
   *
   * @param transport the connection, with everything of the handshake read from it
   */
  TransferResult run(TransferRequest request, Transport transport);
}
