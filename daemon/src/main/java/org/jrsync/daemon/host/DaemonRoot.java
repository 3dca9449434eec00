package org.jrsync.daemon.host;

import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.posix.Errno;
import org.jrsync.posix.OperatorRoot;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.Users;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

/**
 * The directory that {@code daemon chroot} names: all paths of sessions begin there, while the
 * process stays outside, as it has to for its own libraries. See docs/decisions.
 */
public final class DaemonRoot {

  private DaemonRoot() {}

  /**
   * Holds it. To be called while the process is who started it.
   *
   * @throws RsyncException when it cannot be entered, or by anybody but root, as {@code chroot(2)}
   */
  public static OperatorRoot of(DaemonConfig config) {
    String path = config.text(Parameter.DAEMON_CHROOT);
    if (path.isEmpty()) {
      return OperatorRoot.SYSTEM;
    }
    try {
      if (Users.effectiveUser() != 0) {
        throw new PosixException(Errno.EPERM, "chroot");
      }
      return OperatorRoot.of(config.bytes(Parameter.DAEMON_CHROOT));
    } catch (PosixException e) {
      throw new RsyncException(
          ExitCode.SYNTAX, "daemon chroot(\"" + path + "\") failed: " + e.numberedReason());
    }
  }
}
