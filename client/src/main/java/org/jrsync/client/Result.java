package org.jrsync.client;

import org.jrsync.wire.ExitCode;

/**
 * How a transfer ended.
 *
 * @param exitCode rsync's exit code: 0 when all went well, 23 when some files could not be
 *     transferred, 20 when it was cancelled, and so on
 * @param statistics what was counted, all of it 0 when it did not come to a transfer
 * @param reason what made it fail, in the words of the message that tells it, which may be of
 *     several lines and hold the peer's characters as they came; empty when all went well
 */
public record Result(int exitCode, Statistics statistics, String reason) {

  /** Whether all went well. */
  public boolean isSuccess() {
    return exitCode == 0;
  }

  /** Whether it was cancelled before its end. */
  public boolean isCancelled() {
    return exitCode == ExitCode.SIGNAL.code();
  }

  /** The exit code in words. */
  public String description() {
    return describe(exitCode);
  }

  /** An exit code in words. */
  static String describe(int exitCode) {
    ExitCode code = ExitCode.of(exitCode);
    return exitCode == 0 ? "success" : code == null ? "unexplained error" : code.description();
  }
}
