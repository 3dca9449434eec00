package org.jrsync.daemon.session;

import org.jrsync.daemon.hook.ModuleHooks;
import org.jrsync.daemon.metrics.SessionEnd;
import org.jspecify.annotations.Nullable;

/** What may be known of a session from outside while it runs, and how it is going to end. */
final class SessionProgress {
  private volatile @Nullable ModuleHooks hooks;

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

  /** From now on the session has hooks, of which one may be due at its end. */
  void runs(ModuleHooks begun) {
    hooks = begun;
  }

  /** The session's hooks, if any. */
  @Nullable ModuleHooks hooks() {
    return hooks;
  }
}
