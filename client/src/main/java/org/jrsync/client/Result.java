package org.jrsync.client;

import org.jrsync.wire.ExitCode;

/**
 * How a transfer ended.
 *
 * @param exitCode rsync's exit code: 0 when all went well, 23 when some files could not be
 *     transferred, 20 when it was cancelled, and so on
 * @param statistics what was counted, all of it 0 when it did not come to a transfer
 */
public record Result(int exitCode, Statistics statistics) {

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
    ExitCode code = ExitCode.of(exitCode);
    return exitCode == 0 ? "success" : code == null ? "unexplained error" : code.description();
  }
}
