package org.jrsync.daemon.session;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;
import org.jrsync.wire.Transport;

/** A client that says its lines one after the other, each in view of all that it has heard. */
final class ScriptedTransport implements Transport {

  private final Deque<UnaryOperator<String>> lines = new ArrayDeque<>();
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private byte[] now = new byte[0];
  private int next;
  private boolean silent;
  private boolean closed;

  /** Says this. */
  ScriptedTransport say(String text) {
    return answer(heardSoFar -> text);
  }

  /** Says what follows from everything heard so far. */
  ScriptedTransport answer(UnaryOperator<String> line) {
    lines.add(line);
    return this;
  }

  /** Holds the connection open at the end instead of leaving. */
  ScriptedTransport thenSilence() {
    silent = true;
    return this;
  }

  String heard() {
    return heard.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public int read(byte[] buffer, int offset, int length, long idleMillis) {
    if (next == now.length) {
      UnaryOperator<String> line = lines.poll();
      if (line == null) {
        if (!silent) {
          return -1;
        }
        try {
          Thread.sleep(idleMillis);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return 0;
      }
      now = line.apply(heard()).getBytes(StandardCharsets.ISO_8859_1);
      next = 0;
    }
    int n = Math.min(length, now.length - next);
    System.arraycopy(now, next, buffer, offset, n);
    next += n;
    return n;
  }

  @Override
  public void write(byte[] buffer, int offset, int length) {
    heard.write(buffer, offset, length);
  }

  @Override
  public void shutdownOutput() {}

  @Override
  public void close() {
    closed = true;
  }
}
