package org.jrsync.interop.record;

import java.util.List;

/** Both directions of one session, byte for byte, and the order in which their parts passed. */
public final class Recording {
  private final byte[] fromClient;
  private final byte[] fromServer;
  private final List<Part> order;

  /**
   * Bytes that passed at once.
   *
   * @param client whether the client sent them
   * @param length how many
   */
  public record Part(boolean client, int length) {}

  Recording(byte[] fromClient, byte[] fromServer, List<Part> order) {
    this.fromClient = fromClient.clone();
    this.fromServer = fromServer.clone();
    this.order = List.copyOf(order);
  }

  public byte[] fromClient() {
    return fromClient.clone();
  }

  public byte[] fromServer() {
    return fromServer.clone();
  }

  public List<Part> order() {
    return order;
  }
}
