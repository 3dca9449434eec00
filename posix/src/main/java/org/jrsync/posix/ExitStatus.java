package org.jrsync.posix;

/**
 * How a process ended.
 *
 * @param code what it returned, 0 to 255; 0 where a signal ended it
 * @param signal the signal that ended it, or 0
 */
public record ExitStatus(int code, int signal) {
  /** Takes apart the status that {@code waitpid} gives. */
  static ExitStatus ofWait(int status) {
    int signal = status & 0x7f;
    return new ExitStatus(signal == 0 ? (status >> 8) & 0xff : 0, signal);
  }

  /** Whether it ended by itself and returned 0. */
  public boolean isSuccess() {
    return code == 0 && signal == 0;
  }
}
