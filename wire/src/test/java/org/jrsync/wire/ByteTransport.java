package org.jrsync.wire;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A transport over arrays: reads what it was given, at most {@code step} bytes at a time, and keeps
 * what is written.
 */
public final class ByteTransport implements Transport {
  private final byte[] input;
  private final int step;
  private int pos;
  final ByteArrayOutputStream written = new ByteArrayOutputStream();
  int writes;

  ByteTransport(byte[] input, int step) {
    this.input = input;
    this.step = step;
  }

  public static ByteTransport sink() {
    return new ByteTransport(new byte[0], 1);
  }

  public static ByteTransport of(byte[] input) {
    return new ByteTransport(input, 1000);
  }

  /** All that was written so far. */
  public byte[] written() {
    return written.toByteArray();
  }

  public String writtenHex() {
    return HexFormat.of().formatHex(written());
  }

  /** A reader of what was written so far. */
  public WireInput asInput() {
    return new WireInput(of(written()));
  }

  static byte[] bytes(int... values) {
    byte[] out = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      out[i] = (byte) values[i];
    }
    return out;
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** A frame with this header byte (code plus 7) and payload. */
  static byte[] frame(int code, byte[] payload) {
    return concat(
        bytes(payload.length, payload.length >> 8, payload.length >> 16, code + 7), payload);
  }

  public ByteTransport truncated(int length) {
    return new ByteTransport(Arrays.copyOf(input, length), step);
  }

  @Override
  public int read(byte[] buffer, int offset, int length, long idleMillis) {
    if (pos == input.length) {
      return -1;
    }
    int n = Math.min(Math.min(length, step), input.length - pos);
    System.arraycopy(input, pos, buffer, offset, n);
    pos += n;
    return n;
  }

  @Override
  public void write(byte[] buffer, int offset, int length) {
    written.write(buffer, offset, length);
    writes++;
  }

  @Override
  public void shutdownOutput() {}

  @Override
  public void close() {}
}
