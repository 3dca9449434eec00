package org.jrsync.daemon.session;

import java.util.Map;
import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.log.LogSink;

/** Finds the log that a session writes to. */
@FunctionalInterface
public interface ModuleLogs {

  /** The log of a module, or of the daemon for its {@code defaults()}. */
  LogSink of(ModuleConfig module);

  /**
   * The log of a module for one session.
   *
   * @param session the session's variables, by name, which the log's own name may have
   */
  default LogSink of(ModuleConfig module, Map<String, String> session) {
    return of(module);
  }
}
