package org.jrsync.engine.backup;

import org.jrsync.engine.Session;
import org.jrsync.posix.Errno;
import org.jrsync.wire.MessageCode;

/** Tells why something that was to be deleted is still there. */
public final class FailedDeletion {
  private FailedDeletion() {}

  /**
   * Tells of a call that failed.
   *
   * @param path for messages
   * @param call the call's name
   * @return whether the entry is gone all the same, of which nothing is told
   */
  public static boolean isGone(Session session, byte[] path, String call, int errno) {
    if (errno == Errno.ENOENT) {
      return true;
    }
    if (errno == Errno.ENOTEMPTY && call.equals("rmdir")) {
      reportNotEmpty(session, path);
      return false;
    }
    session
        .systemError(MessageCode.ERROR_XFER)
        .text("delete_file: ")
        .text(call)
        .text("(")
        .name(path)
        .text(") failed")
        .errno(errno)
        .send();
    return false;
  }

  /** Tells of a directory in which something stays. */
  public static void reportNotEmpty(Session session, byte[] directory) {
    session
        .message(MessageCode.INFO)
        .text("cannot delete non-empty directory: ")
        .name(directory)
        .text("\n")
        .send();
  }
}
