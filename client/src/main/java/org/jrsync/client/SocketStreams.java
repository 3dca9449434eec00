package org.jrsync.client;

import org.jrsync.posix.Descriptors;
import org.jrsync.posix.FdInputStream;
import org.jrsync.posix.FdOutputStream;
import org.jrsync.wire.StreamTransport;

/**
 * The two directions of a connected socket.
 *
 * @param in what comes in
 * @param out what goes out
 */
record SocketStreams(FdInputStream in, FdOutputStream out) {

  /** Takes over a socket. */
  static SocketStreams of(int fd) {
    FdInputStream in = new FdInputStream(fd);
    return new SocketStreams(in, new FdOutputStream(Descriptors.duplicate(fd)));
  }

  /** Closes both; from any thread. */
  void close() {
    out.close();
    in.close();
  }

  /** A connection to a server over it. */
  ServerConnection connection(ServerEnd server) {
    StreamTransport transport =
        new StreamTransport(in, out, in::setTimeoutMillis, out::shutdownOutput, this::close);
    return ServerConnection.of(transport, server);
  }
}
