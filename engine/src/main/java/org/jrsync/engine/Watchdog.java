package org.jrsync.engine;

import org.jrsync.wire.ExitCode;
import org.jrsync.wire.Role;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.WireOutput;

/** The part of one transfer in a {@link WriteWatch}. */
final class Watchdog {
  private final WriteWatch watch;
  private final WireOutput out;
  private volatile boolean fired;

  Watchdog(WriteWatch watch, WireOutput out) {
    this.watch = watch;
    this.out = out;
  }

  /** Begins to watch; does nothing when it watches already. */
  void start() {
    watch.add(this);
  }

  /** Ends the connection if a write has waited too long. */
  void look() {
    if (!fired && out.timeout().writeExpired()) {
      fired = true;
      out.abort();
    }
  }

  void stop() {
    watch.remove(this);
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
