package org.jrsync.daemon;

import java.time.Duration;
import org.jrsync.daemon.listen.LiveSessions;
import org.jrsync.posix.Signals;
import org.jrsync.wire.ExitCode;

/**
 * The signals that end a daemon: TERM and INT, of which a second one ends the patience with
 * transfers that still run, and USR1, after which these may take as long as they like.
 */
final class StopSignals {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private int stops;
  private boolean drain;
  private boolean interrupted;

  void install() {
    Signals.handle("TERM", () -> stop(false));
    Signals.handle("INT", () -> stop(true));
    Signals.handle("USR1", this::beginToDrain);
  }

  private synchronized void stop(boolean byInterrupt) {
    if (stops++ == 0) {
      interrupted = byInterrupt;
    }
    notifyAll();
  }

  private synchronized void beginToDrain() {
    drain = true;
    notifyAll();
  }

  /** Waits for the first of them. */
  synchronized void await() throws InterruptedException {
    while (stops == 0 && !drain) {
      wait();
    }
  }

  /** Whether transfers may take as long as they like. */
  synchronized boolean drain() {
    return drain && stops == 0;
  }

  /** Waits until no session is left, or TERM or INT come after all. */
  void awaitNext(LiveSessions sessions) throws InterruptedException {
    boolean none = false;
    while (!none && drain()) {
      none = sessions.awaitNone(LOOK_AGAIN);
    }
  }

  /** Whether somebody has asked twice. */
  synchronized boolean again() {
    return stops > 1;
  }

  /** As rsync's: 0, and 20 after INT. */
  synchronized int exitStatus() {
    return interrupted ? ExitCode.SIGNAL.code() : 0;
  }
}
