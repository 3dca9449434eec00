package org.jrsync.cli;

import org.jrsync.wire.ExitCode;

/** The line that closes a run which did not go well. */
final class ErrorLine {

  private ErrorLine() {}

  /**
   * Builds the line, without its end.
   *
   * @param status the exit status
   * @param where what went wrong, whose stack tells the place
   * @param role which part of the run this is, as {@link org.jrsync.wire.Role} names it
   */
  static String of(int status, Throwable where, String role) {
    ExitCode code = ExitCode.of(status);
    String what = code == null ? "unexplained error" : code.description();
    String kind = code == ExitCode.VANISHED ? "rsync warning: " : "rsync error: ";
    return kind
        + what
        + " (code "
        + status
        + ") at "
        + place(where)
        + " ["
        + role
        + "="
        + Version.NUMBER
        + "]";
  }

  private static String place(Throwable where) {
    StackTraceElement[] stack = where.getStackTrace();
    String file = stack.length == 0 ? null : stack[0].getFileName();
    return file == null ? "jrsync(0)" : file + "(" + Math.max(0, stack[0].getLineNumber()) + ")";
  }
}
