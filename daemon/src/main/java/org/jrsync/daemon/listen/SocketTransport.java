package org.jrsync.daemon.listen;

import java.io.IOException;
import org.jrsync.posix.SocketHandle;
import org.jrsync.wire.Transport;

/** A client's connection, for sessions on any kind of thread. */
public final class SocketTransport implements Transport {

  private final SocketHandle socket;
  private volatile boolean closed;

  public SocketTransport(SocketHandle socket) {
    this.socket = socket;
  }

  @Override
  public int read(byte[] buffer, int offset, int length, long idleMillis) throws IOException {
    if (idleMillis == NO_WAIT) {
      return socket.read(buffer, offset, length, 0);
    }
    return socket.read(buffer, offset, length, idleMillis == FOR_EVER ? -1 : idleMillis);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    socket.write(buffer, offset, length);
  }

  @Override
  public boolean writeNow(byte[] buffer, int offset, int length) throws IOException {
    return socket.writeNow(buffer, offset, length) == length;
  }

  @Override
  public void shutdownOutput() {
    socket.shutdownOutput();
  }

  @Override
  public void close() {
    closed = true;
    socket.close();
  }

  @Override
  public boolean isClosed() {
    return closed;
  }
}
