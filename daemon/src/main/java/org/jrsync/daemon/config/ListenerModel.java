package org.jrsync.daemon.config;

import java.util.Locale;

/** What {@code listener} and {@code use-async-listener} choose: which threads run sessions. */
public enum ListenerModel {
  /** A platform thread for each connection. */
  THREADS,
  /** Handshakes on virtual threads, transfers on a fixed number of platform threads. */
  HYBRID,
  /** A virtual thread for each connection. */
  VIRTUAL;

  /**
   * Reads the two directives.
   *
   * @throws ConfigException when they make no sense
   */
  static ListenerModel of(Settings settings) {
    String name = settings.text(Parameter.LISTENER).toLowerCase(Locale.ROOT);
    boolean async = settings.flag(Parameter.USE_ASYNC_LISTENER);
    return switch (name) {
      case "" -> async ? HYBRID : THREADS;
      case "hybrid" -> HYBRID;
      case "threads", "virtual" -> {
        if (async) {
          throw new ConfigException(
              "\"use-async-listener = true\" contradicts \"listener = " + name + "\"");
        }
        yield name.equals("threads") ? THREADS : VIRTUAL;
      }
      default ->
          throw new ConfigException(
              "\"listener\" is one of threads, hybrid and virtual, not \"" + name + "\"");
    };
  }
}
