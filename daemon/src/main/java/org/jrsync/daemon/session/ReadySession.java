package org.jrsync.daemon.session;

import org.jrsync.wire.Transport;

/**
 * A client that has been let in and has said what it wants: the second half of a session. It may
 * run on another thread than the handshake did.
 */
public final class ReadySession implements AutoCloseable {

  private final SessionServices services;
  private final Transport transport;
  private final SlotTable.Slot slot;
  private final TransferRequest request;

  ReadySession(
      SessionServices services, Transport transport, SlotTable.Slot slot, TransferRequest request) {
    this.services = services;
    this.transport = transport;
    this.slot = slot;
    this.request = request;
  }

  /** What the client asked for. */
  public TransferRequest request() {
    return request;
  }

  /** Runs the transfer on the calling thread. */
  public TransferResult transfer(ThreadUse use) {
    return services.transfers().run(request, transport, use);
  }

  /** Tells the client that there will be none, and why. */
  public TransferResult refuse(String reason) {
    return services.transfers().refuse(request, transport, reason);
  }

  /** Gives the place among the module's sessions and the module's directory back. */
  @Override
  public void close() {
    try (slot) {
      request.root().close();
    }
  }
}
