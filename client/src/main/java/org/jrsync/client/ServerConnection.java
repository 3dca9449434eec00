package org.jrsync.client;

import java.io.IOException;
import java.util.List;
import org.jrsync.wire.Transport;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.tls.TlsTransport;

/**
 * A connection to the server's side of a transfer.
 *
 * @param transport the connection itself
 * @param in its input, past all that is said before the transfer
 * @param out its output
 * @param remoteProtocol the version that the server's greeting named, 0 where there was none
 * @param server what this side has started for it
 */
record ServerConnection(
    Transport transport, WireInput in, WireOutput out, int remoteProtocol, ServerEnd server)
    implements AutoCloseable {

  static ServerConnection of(Transport transport, ServerEnd server) {
    WireInput in = new WireInput(transport);
    WireOutput out = new WireOutput(transport, in.timeout(), WireOutput.DEFAULT_BUFFER);
    return new ServerConnection(transport, in, out, 0, server);
  }

  /** The same with what the peer's greeting has told. */
  ServerConnection withProtocol(int version) {
    return new ServerConnection(transport, in, out, version, server);
  }

  /**
   * Writes words before anything else is said, each ended by NUL, and an empty one; none if none.
   * They go out with what follows.
   */
  void sendList(List<byte[]> words) {
    if (words.isEmpty()) {
      return;
    }
    byte[] end = {0};
    for (byte[] word : words) {
      out.write(word);
      out.write(end);
    }
    out.write(end);
  }

  /** Tells the server that this side has ended well, where the transport has a word for that. */
  void sayGoodbye() {
    if (transport instanceof TlsTransport tls) {
      try {
        tls.shutdownOutput();
      } catch (IOException e) {
        // It has gone first.
        return;
      }
    }
  }

  @Override
  public void close() {
    try {
      transport.close();
    } catch (IOException e) {
      // Nothing is left to be said over it.
      return;
    }
  }
}
