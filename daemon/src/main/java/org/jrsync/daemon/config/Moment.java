package org.jrsync.daemon.config;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When a session looks at a module's texts for the first time: the variables that are known by then
 * are filled in, and others stay as they are written.
 */
public enum Moment {

  /** The client has named a module. Its host's name and address are known. */
  ACCESS,

  /** It has been let in. Its user's name is known. */
  IDENTITY,

  /** The module's path is known, and all else is still to come. */
  TRANSFER;

  private static final Set<String> OF_HOSTS =
      Set.of("RSYNC_MODULE_NAME", "RSYNC_HOST_NAME", "RSYNC_HOST_ADDR");

  /** Whether a session's variable has a value when a parameter of a module is looked at. */
  public static boolean isKnown(String name, Parameter p) {
    Moment moment = of(p);
    return moment != null
        && (OF_HOSTS.contains(name)
            || (moment != ACCESS && name.equals("RSYNC_USER_NAME"))
            || (moment == TRANSFER && name.equals("RSYNC_MODULE_PATH")));
  }

  /** When a parameter of a module is looked at; null where there is no session yet. */
  static @Nullable Moment of(Parameter p) {
    return switch (p) {
      case NAME, COMMENT -> null;
      case CHARSET, HOSTS_ALLOW, HOSTS_DENY, LOCK_FILE, AUTH_USERS, AUTH_DIGEST, SECRETS_FILE ->
          ACCESS;
      case LOG_FORMAT, UID, GID, PATH -> IDENTITY;
      default -> TRANSFER;
    };
  }
}
