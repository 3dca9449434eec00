package org.jrsync.cli;

/** What a restricted user asks for is refused; the message is the reason, for that user to read. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedException(String reason) {
    super(reason);
  }
}
