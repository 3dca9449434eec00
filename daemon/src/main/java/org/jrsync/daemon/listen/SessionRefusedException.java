package org.jrsync.daemon.listen;

/** A connection could not be given a thread; the daemon goes on. */
public final class SessionRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SessionRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
