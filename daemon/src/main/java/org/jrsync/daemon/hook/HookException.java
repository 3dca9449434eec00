package org.jrsync.daemon.hook;

/** A hook cannot be run, and so its module cannot be served. The message is for the log. */
public final class HookException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HookException(String message) {
    super(message);
  }
}
