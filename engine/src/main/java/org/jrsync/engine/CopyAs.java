package org.jrsync.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jrsync.posix.Errno;
import org.jrsync.posix.Identity;
import org.jrsync.posix.PosixException;
import org.jrsync.posix.Users;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.Role;
import org.jrsync.wire.RsyncException;

/**
 * Whom {@code --copy-as} has files touched as: {@code USER} with all groups of that user, or {@code
 * USER:GROUP} with that group alone. Either may be a number.
 */
final class CopyAs {
  private CopyAs() {}

  /**
   * Finds the identity.
   *
   * @throws RsyncException where there is no such user or group
   */
  static Identity identity(byte[] argument, Role role) {
    int colon = colon(argument);
    byte[] user = colon < 0 ? argument : Arrays.copyOf(argument, colon);
    int uid = id(user, Users::userId, "user");
    if (colon >= 0) {
      byte[] group = Arrays.copyOfRange(argument, colon + 1, argument.length);
      int gid = id(group, Users::groupId, "group");
      return new Identity(uid, gid, gid);
    }
    OptionalInt gid = Users.primaryGroup(uid);
    if (gid.isEmpty()) {
      throw failed("getpwuid", 0, role);
    }
    return new Identity(uid, gid.getAsInt(), Users.groupsOf(user, gid.getAsInt()));
  }

  /**
   * Takes the identity on the calling thread, which the threads that it starts then have too.
   *
   * @throws RsyncException where the process may not
   */
  static Identity.Hold take(Identity identity, Role role) {
    try {
      return identity.take();
    } catch (PosixException e) {
      throw failed("setgid", e.errno(), role);
    }
  }

  private static int id(byte[] name, Function<byte[], OptionalInt> lookup, String what) {
    OptionalInt id = OwnerMapRules.idOf(name, lookup);
    // The highest number stands for no id at all.
    if (id.isEmpty() || id.getAsInt() == -1) {
      throw new RsyncException(
          ExitCode.SYNTAX,
          "Invalid copy-as " + what + ": " + new String(name, StandardCharsets.ISO_8859_1));
    }
    return id.getAsInt();
  }

  private static RsyncException failed(String call, int errno, Role role) {
    return new RsyncException(
        ExitCode.SYNTAX,
        "rsync: ["
            + role.text()
            + "] "
            + call
            + " failed: "
            + Errno.message(errno)
            + " ("
            + errno
            + ")");
  }

  private static int colon(byte[] argument) {
    for (int i = 0; i < argument.length; i++) {
      if (argument[i] == ':') {
        return i;
      }
    }
    return -1;
  }
}
