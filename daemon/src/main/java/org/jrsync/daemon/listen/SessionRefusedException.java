package org.jrsync.daemon.listen;

/** A connection could not be given a thread; the daemon goes on. */
public final class SessionRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SessionRefusedException(Throwable cause) {
    super("no thread for a session", cause);
  }

  /** What the system said, for the log. */
  String reason() {
    return String.valueOf(getCause());
  }
}
