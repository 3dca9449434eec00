package org.jrsync.daemon.metrics;

/** How far a session has come. */
public enum SessionPhase {
  /** Greeting, module, authentication and arguments. */
  HANDSHAKE,
  /** Waiting for its turn: for a place in the module, or for a thread to run the transfer. */
  QUEUED,
  /** Files are being transferred. */
  TRANSFER
}
