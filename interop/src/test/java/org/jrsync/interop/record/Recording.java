package org.jrsync.interop.record;

import java.util.List;

/** Both directions of one session, byte for byte, and the order in which their parts passed. */
public final class Recording {
  private static final int FRAMES_FROM_CLIENTS = 30;

  private final byte[] fromClient;
  private final byte[] fromServer;
  private final List<Part> order;
  private final int protocol;
  private final int names;

  /**
   * Bytes that passed at once.
   *
   * @param client whether the client sent them
   * @param length how many
   */
  public record Part(boolean client, int length) {}

  /**
   * @param protocol the version that both speak
   * @param names how many lists of names they negotiate
   */
  Recording(byte[] fromClient, byte[] fromServer, List<Part> order, int protocol, int names) {
    this.protocol = protocol;
    this.names = names;
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

  /** Counts how far one direction of such a session has come, from its beginning. */
  Progress progress(boolean client) {
    return new Progress(client, protocol, names);
  }

  /** Whether a direction's data is in frames: that of a client of old is not. */
  boolean hasFrames(boolean client) {
    return !client || protocol >= FRAMES_FROM_CLIENTS;
  }

  /** How many bytes of a direction there are before its data. */
  int beginning(boolean client) {
    byte[] stream = client ? fromClient : fromServer;
    Progress progress = progress(client);
    int length = 0;
    while (length < stream.length && !progress.inData()) {
      progress.feed(stream, length++, 1);
    }
    return length;
  }
}
