package org.jrsync.engine.report;

import org.jrsync.engine.Version;
import org.jrsync.wire.ExitCode;

/** The line that closes a run which did not go well. */
public final class ErrorLine {

  private ErrorLine() {}

  /**
   * Builds the line, without its end.
   *
   * @param status the exit status
   * @param where what went wrong, whose stack tells the place
   * @param role which part of the run this is, as {@link org.jrsync.wire.Role} names it
   */
  public static String of(int status, Throwable where, String role) {
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
        + Version.TEXT
        + "]";
  }

  private static String place(Throwable where) {
    for (StackTraceElement frame : where.getStackTrace()) {
      String file = frame.getFileName();
      // An exception's own factory methods say nothing about the place.
      if (file != null && !file.endsWith("Exception.java")) {
        return file + "(" + Math.max(0, frame.getLineNumber()) + ")";
      }
    }
    return "jrsync(0)";
  }
}
