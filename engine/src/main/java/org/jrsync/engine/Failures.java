package org.jrsync.engine;

import org.jrsync.posix.PosixException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.PeerExitException;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.Role;
import org.jrsync.wire.RsyncException;

/** Makes whatever ends a side into one line and an exit code. */
final class Failures {
  private Failures() {}

  /** A peer that ends the session, and says that all is well, gives no reason: that is an error. */
  static RsyncException explained(RsyncException failure, Role role) {
    return failure instanceof PeerExitException && failure.exitStatus() == 0
        ? ProtocolException.stream("rsync: the peer ended the session early [" + role.text() + "]")
        : failure;
  }

  /** The failure itself where it is of our own kind, else one that tells of it. */
  static RsyncException of(Throwable cause, Role role) {
    String who = "rsync: [" + role.text() + "] ";
    return switch (cause) {
      case RsyncException e -> e;
      case PosixException e ->
          new RsyncException(
              ExitCode.FILE_IO, who + e.call() + " failed: " + e.numberedReason(), e);
      case OutOfMemoryError e -> new RsyncException(ExitCode.MALLOC, who + "out of memory", e);
      case StackOverflowError e ->
          new RsyncException(ExitCode.MALLOC, who + "directories are nested too deeply", e);
      default -> new RsyncException(ExitCode.CRASHED, who + "internal error: " + cause, cause);
    };
  }
}
