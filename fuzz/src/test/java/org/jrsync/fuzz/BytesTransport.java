package org.jrsync.fuzz;

import java.io.ByteArrayOutputStream;
import org.jrsync.wire.IoTimeout;
import org.jrsync.wire.Transport;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;

/** A peer that says some bytes, a few at a time, and leaves. What it is told is kept. */
public final class BytesTransport implements Transport {
  private static final int BUFFER = 8192;

  private final byte[] said;
  private final int step;
  private int at;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  /**
   * @param step how many bytes come at once, 1 and up
   */
  public BytesTransport(byte[] said, int step) {
    this.said = said;
    this.step = step;
  }

  /** A reader of bytes that come all at once. */
  public static WireInput input(byte[] said, int protocol) {
    return input(said, protocol, BUFFER);
  }

  /** A reader of bytes that come a few at a time. */
  public static WireInput input(byte[] said, int protocol, int step) {
    WireInput in = new WireInput(new BytesTransport(said, step), new IoTimeout(), BUFFER);
    in.setProtocol(protocol);
    return in;
  }

  /** A writer to this peer. */
  public WireOutput output(int protocol) {
    WireOutput out = new WireOutput(this, new IoTimeout(), BUFFER);
    out.setProtocol(protocol);
    return out;
  }

  /** What was written so far. */
  public byte[] heard() {
    return heard.toByteArray();
  }

  @Override
  public int read(byte[] buffer, int offset, int length, long idleMillis) {
    if (at == said.length) {
      return -1;
    }
    int n = Math.min(Math.min(length, step), said.length - at);
    System.arraycopy(said, at, buffer, offset, n);
    at += n;
    return n;
  }

  @Override
  public void write(byte[] buffer, int offset, int length) {
    heard.write(buffer, offset, length);
  }

  @Override
  public void shutdownOutput() {}

  @Override
  public void close() {}
}
