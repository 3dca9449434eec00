package org.jrsync.daemon.access;

/** The resolver has not answered in time; whom was asked for is unknown. */
public final class LookupTimeoutException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Without a stack trace: there may be a thousand at once, and each is an expected end. */
  LookupTimeoutException() {
    super("the look-up timed out", null, false, false);
  }
}
