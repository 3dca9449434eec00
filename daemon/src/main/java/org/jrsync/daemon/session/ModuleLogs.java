package org.jrsync.daemon.session;

import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.log.LogLease;
import org.jrsync.daemon.log.LogSink;

/** Finds the log that a session writes to. */
@FunctionalInterface
public interface ModuleLogs {

  /** The log of a module, or of the daemon for its {@code defaults()}. */
  LogSink of(ModuleConfig module);

  /** The log of a module for one session, whose own it may be. */
  default LogLease lease(ModuleConfig module) {
    return LogLease.lasting(of(module));
  }
}
