package org.jrsync.interop.record;

import java.util.concurrent.TimeUnit;

/** Keeps the recorded order: a part is sent when the live side has come as far as the recorded. */
final class Turns {
  private static final long QUIET_NANOS = Script.SHORT_SILENCE.toNanos();

  private final Progress peer;

  /** A live side that says the same in fewer bytes is taken to have said it after this silence. */
  private long quietNanos;

  private long heardAt = System.nanoTime();
  private boolean over;

  Turns(Script script) {
    this.peer = script.peer();
    this.quietNanos = script.silence().toNanos();
  }

  /** Notes what the other side said. */
  synchronized void heard(byte[] bytes, int offset, int length) {
    peer.feed(bytes, offset, length);
    heardAt = System.nanoTime();
    notifyAll();
  }

  /** The other side says no more: nothing waits for it. */
  synchronized void end() {
    over = true;
    notifyAll();
  }

  /** Waits until it is a part's turn. */
  void await(Script.Step step) throws InterruptedException {
    await(step, Long.MAX_VALUE);
  }

  /**
   * Waits until it is a part's turn, but not for ever.
   *
   * @return whether it is
   */
  synchronized boolean await(Script.Step step, long nanos) throws InterruptedException {
    long end = System.nanoTime() + Math.min(nanos, QUIET_NANOS * 1000);
    while (!due(step)) {
      long now = System.nanoTime();
      long quiet = now - heardAt;
      if (quiet >= quietNanos) {
        // It will not catch up.
        quietNanos = QUIET_NANOS;
        return true;
      }
      if (end - now <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.min(quietNanos - quiet, end - now));
    }
    return true;
  }

  /** Whether it is a part's turn. */
  synchronized boolean due(Script.Step step) {
    return over || peer.hasFailed() || peer.count() >= step.after();
  }
}
