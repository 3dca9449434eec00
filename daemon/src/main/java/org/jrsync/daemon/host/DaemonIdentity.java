package org.jrsync.daemon.host;

import org.jrsync.daemon.auth.AccountIds;
import org.jrsync.daemon.auth.Accounts;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.posix.Identity;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.ProcessArguments;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/**
 * Whom the daemon becomes for good once it listens and has its log: {@code daemon uid} and {@code
 * daemon gid}. All of the process changes, so that modules are served as that user, too.
 */
public final class DaemonIdentity {

  private DaemonIdentity() {}

  /**
   * Makes the process what the configuration asks for; nothing where it asks for nothing. With
   * another user go the supplementary groups, which are those of whoever started the daemon.
   *
   * @throws RsyncException when there is no such user or group, or the process may not become it
   */
  public static void take(DaemonConfig config, Accounts accounts) {
    Identity own = Identity.current();
    Identity wanted = wanted(config, accounts, own);
    if (wanted.equals(own)) {
      return;
    }
    // A process that has become another user may not read it any more.
    byte[][] _ = ProcessArguments.environment();
    try {
      wanted.becomeProcessWide();
    } catch (PosixException e) {
      String reason = ": " + e.numberedReason();
      throw new RsyncException(
          ExitCode.SYNTAX,
          e.call().equals("setuid")
              ? "Unable to set user to daemon uid " + shown(wanted.uid()) + reason
              : "Unable to set group to daemon gid " + shown(wanted.gid()) + reason);
    }
  }

  /**
   * Whom the daemon would become.
   *
   * @throws RsyncException when there is no such user or group
   */
  public static Identity wanted(DaemonConfig config, Accounts accounts, Identity own) {
    String user = config.text(Parameter.DAEMON_UID);
    String group = config.text(Parameter.DAEMON_GID);
    int gid = group.isEmpty() ? own.gid() : known("gid", group, AccountIds.group(group, accounts));
    int uid = user.isEmpty() ? own.uid() : known("uid", user, AccountIds.user(user, accounts));
    return uid == own.uid() ? new Identity(uid, gid, own.groups()) : new Identity(uid, gid);
  }

  private static int known(String kind, String text, @Nullable Integer id) {
    if (id == null) {
      throw new RsyncException(ExitCode.SYNTAX, "Invalid daemon " + kind + ": " + text);
    }
    return id;
  }

  private static String shown(int id) {
    return Integer.toUnsignedString(id);
  }
}
