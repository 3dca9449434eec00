package org.jrsync.interop.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jrsync.wire.Transport;

/** A connection whose other end is a script. */
final class ScriptedTransport implements Transport {
  private final Script script;
  private final Turns turns;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private int step;
  private int taken;
  private volatile boolean closed;

  ScriptedTransport(Script script) {
    this.script = script;
    this.turns = new Turns(script);
  }

  /** All that was written. */
  byte[] heard() {
    synchronized (heard) {
      return heard.toByteArray();
    }
  }

  @Override
  public int read(byte[] buffer, int offset, int length, long idleMillis) throws IOException {
    try {
      while (step < script.steps().size()) {
        Script.Step next = script.steps().get(step);
        if (taken == 0 && !await(next, idleMillis)) {
          return 0;
        }
        check();
        int n = Math.min(length, next.bytes().length - taken);
        System.arraycopy(next.bytes(), taken, buffer, offset, n);
        taken += n;
        if (taken == next.bytes().length) {
          step++;
          taken = 0;
        }
        if (n > 0) {
          return n;
        }
      }
      return afterLast(idleMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private boolean await(Script.Step next, long idleMillis) throws InterruptedException {
    if (idleMillis == NO_WAIT) {
      return turns.due(next);
    }
    return turns.await(
        next, idleMillis == FOR_EVER ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(idleMillis));
  }

  private int afterLast(long idleMillis) throws IOException, InterruptedException {
    check();
    if (script.after() == Script.End.CLOSE) {
      return -1;
    }
    if (idleMillis == NO_WAIT) {
      return 0;
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(idleMillis);
    synchronized (this) {
      while (!closed) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (idleMillis > 0 && left <= 0) {
          return 0;
        }
        wait(idleMillis > 0 ? left : 0);
      }
    }
    check();
    return 0;
  }

  private void check() throws IOException {
    if (closed) {
      throw new IOException("Stream closed");
    }
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    check();
    synchronized (heard) {
      heard.write(buffer, offset, length);
    }
    turns.heard(buffer, offset, length);
  }

  @Override
  public void shutdownOutput() {}

  @Override
  public void close() {
    closed = true;
    turns.end();
    synchronized (this) {
      notifyAll();
    }
  }
}
