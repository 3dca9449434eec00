package org.jrsync.posix;

/**
 * A call to the operating system failed. The message is the call's name and the system's own text
 * for the error.
 */
public sealed class PosixException extends RuntimeException permits UntrustedLinkException {
  private static final long serialVersionUID = 1;

  private final int errno;
  private final String call;

  /**
   * A failed call.
   *
   * @param errno the error number, one of {@link Errno}
   * @param call the name of the call that failed, as its manual page has it
   */
  public PosixException(int errno, String call) {
    super(call + ": " + Errno.message(errno));
    this.errno = errno;
    this.call = call;
  }

  /** The error number, one of {@link Errno}. */
  public int errno() {
    return errno;
  }

  /** The name of the call that failed. */
  public String call() {
    return call;
  }

  /** The system's own text for the error, such as {@code No such file or directory}. */
  public String reason() {
    return Errno.message(errno);
  }

  /** {@link #reason} and the error's number, as rsync shows them: {@code Is a directory (21)}. */
  public String numberedReason() {
    return reason() + " (" + errno + ")";
  }
}
