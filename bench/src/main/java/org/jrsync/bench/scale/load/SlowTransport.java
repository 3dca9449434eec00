package org.jrsync.bench.scale.load;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.jrsync.wire.Transport;

/** A connection of a client that takes what it is sent in small pieces, and rests after each. */
final class SlowTransport implements Transport {

  private final Transport transport;
  private final int piece;
  private final long restMillis;

  /**
   * @param piece bytes taken at once, at least 1
   * @param restMillis how long it rests after each read and write
   */
  SlowTransport(Transport transport, int piece, long restMillis) {
    this.transport = transport;
    this.piece = piece;
    this.restMillis = restMillis;
  }

  @Override
  public int read(byte[] buffer, int offset, int length, long idleMillis) throws IOException {
    int count = transport.read(buffer, offset, Math.min(length, piece), idleMillis);
    rest();
    return count;
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    transport.write(buffer, offset, length);
    rest();
  }

  private void rest() throws IOException {
    try {
      Thread.sleep(restMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    transport.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    transport.close();
  }
}
