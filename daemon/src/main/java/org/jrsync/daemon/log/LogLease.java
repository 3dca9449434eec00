package org.jrsync.daemon.log;

/**
 * A log that is given back.
 *
 * @param end to be run once nothing more is written to it
 */
public record LogLease(LogSink sink, Runnable end) {

  /** One that stays open whether it is given back or not. */
  public static LogLease lasting(LogSink sink) {
    return new LogLease(sink, () -> {});
  }
}
