package org.jrsync.daemon.metrics;

/** Where a daemon's figures can be had, at any time and by any thread. */
@FunctionalInterface
public interface DaemonMetrics {

  /** The figures as they are now. */
  DaemonFigures figures();
}
