package org.jrsync.engine;

import org.jrsync.wire.ExitCode;
import org.jrsync.wire.Role;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.WireOutput;

/**
 * Ends a connection whose peer takes nothing more: a write that waits cannot watch the idle timeout
 * itself.
 */
final class Watchdog {
  private static final long EVERY_MILLIS = 500;

  private final WireOutput out;
  private boolean started;
  private volatile boolean stopped;
  private volatile boolean fired;

  Watchdog(WireOutput out) {
    this.out = out;
  }

  /** Begins to watch; does nothing when it watches already. */
  synchronized void start() {
    if (!started) {
      started = true;
      Thread.ofVirtual().name("jrsync timeout").start(this::watch);
    }
  }

  private void watch() {
    while (!stopped) {
      try {
        Thread.sleep(EVERY_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
      if (!stopped && out.timeout().writeExpired()) {
        fired = true;
        out.abort();
        return;
      }
    }
  }

  void stop() {
    stopped = true;
  }

  /** The timeout where that has ended the connection, else the failure as it is. */
  RsyncException cause(RsyncException failure, Role role) {
    return fired
        ? new RsyncException(
            ExitCode.TIMEOUT,
            "["
                + role.text()
                + "] io timeout after "
                + out.timeout().seconds()
                + " seconds -- exiting",
            failure)
        : failure;
  }
}
