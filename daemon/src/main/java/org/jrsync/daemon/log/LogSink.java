package org.jrsync.daemon.log;

/** Takes whole lines for one log. Safe for any thread. */
public interface LogSink {

  /**
   * Writes one line with its time stamp.
   *
   * @param writer who writes: the number of a session, or the process id of the daemon
   * @param text bytes of the line (ISO-8859-1), without a line end
   */
  void line(long writer, String text);

  /** Writes a line, as {@link #line}, about something that went wrong. */
  default void warning(long writer, String text) {
    line(writer, text);
  }

  /** Writes a line, as {@link #warning}, about something that must not happen. */
  default void internalError(long writer, String text) {
    warning(writer, text);
  }
}
