package org.jrsync.daemon.session;

import org.jrsync.daemon.metrics.SessionEnd;

/** What may be known of a session from outside while it runs, and how it is going to end. */
final class SessionProgress {

  private volatile SessionEnd end = SessionEnd.LEFT;
  private volatile boolean queued;
  private long queuedSince;
  private long queuedNanos;

  /** How the session ends if nothing else is said until then. */
  SessionEnd end() {
    return end;
  }

  void endsAs(SessionEnd last) {
    end = last;
  }

  /** It waits for its turn from now on, until {@link #goesOn}. */
  void queued() {
    queuedSince = System.nanoTime();
    queued = true;
  }

  void goesOn() {
    if (queued) {
      queuedNanos += System.nanoTime() - queuedSince;
      queued = false;
    }
  }

  boolean isQueued() {
    return queued;
  }

  /** How long it has waited so far; for the session's own thread. */
  long queuedNanos() {
    return queuedNanos;
  }
}
