package org.jrsync.daemon.session;

import java.util.ArrayList;
import java.util.List;
import org.jrsync.daemon.auth.AccountIds;
import org.jrsync.daemon.auth.Accounts;
import org.jrsync.daemon.config.ListValue;
import org.jrsync.daemon.config.ModuleConfig;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.posix.Identity;
import org.jspecify.annotations.Nullable;

/**
 * The user and groups that a module's files are touched as. A daemon that runs as root serves as
 * nobody where the module names nobody else; any other daemon stays who it is.
 *
 * @param userId null to stay
 * @param groupIds the first is the main group; empty to stay
 */
public record ModuleIdentity(@Nullable Integer userId, List<Integer> groupIds) {

  private static final String NOBODY = "nobody";

  /** The names that systems give nobody's group, in the order in which they are tried. */
  private static final List<String> NOBODY_GROUPS = List.of("nogroup", "nobody");

  public ModuleIdentity {
    groupIds = List.copyOf(groupIds);
  }

  /** Whether nothing changes. */
  public boolean isUnchanged() {
    return userId == null && groupIds.isEmpty();
  }

  /**
   * Looks the module's names up.
   *
   * @param root whether the daemon runs as root
   * @param ownUser the daemon's user id
   * @throws ModuleRefusedException when a name means nothing here
   */
  public static ModuleIdentity of(
      ModuleConfig module, Accounts accounts, boolean root, int ownUser) {
    String userName = module.text(Parameter.UID);
    if (userName.isEmpty() && root) {
      userName = NOBODY;
    }
    Integer user = null;
    if (!userName.isEmpty()) {
      user = AccountIds.user(userName, accounts);
      if (user == null) {
        throw new ModuleRefusedException("Invalid uid " + userName, "invalid uid " + userName);
      }
    }
    List<String> groupNames = ListValue.split(module.text(Parameter.GID));
    List<Integer> groups = new ArrayList<>();
    for (int i = 0; i < groupNames.size(); i++) {
      String name = groupNames.get(i);
      if (i == 0 && name.equals("*")) {
        int[] all = accounts.groupsOf(user == null ? ownUser : user);
        if (all == null) {
          throw new ModuleRefusedException("getpwuid failed", "getpwuid failed");
        }
        for (int group : all) {
          groups.add(group);
        }
      } else {
        groups.add(group(name, accounts));
      }
    }
    if (groupNames.isEmpty() && root) {
      groups.add(nobodysGroup(accounts));
    }
    if (!root && !groups.isEmpty()) {
      int first = groups.getFirst();
      throw first == Identity.current().gid()
          ? notPermitted("setgroups", "setgroups")
          : notPermitted("setgid " + Integer.toUnsignedString(first), "setgid");
    }
    if (!root && user != null && user != ownUser) {
      throw notPermitted("setuid " + Integer.toUnsignedString(user), "setuid");
    }
    return new ModuleIdentity(root ? user : null, groups);
  }

  /** Only root can become somebody else. */
  private static ModuleRefusedException notPermitted(String logged, String call) {
    return new ModuleRefusedException(
        "rsync: [Receiver] " + logged + " failed: Operation not permitted (1)", call + " failed");
  }

  private static int group(String name, Accounts accounts) {
    Integer id = AccountIds.group(name, accounts);
    if (id == null) {
      throw new ModuleRefusedException("Invalid gid " + name, "invalid gid " + name);
    }
    return id;
  }

  private static int nobodysGroup(Accounts accounts) {
    for (String name : NOBODY_GROUPS) {
      Integer id = accounts.groupId(name);
      if (id != null) {
        return id;
      }
    }
    throw new ModuleRefusedException(
        "Invalid gid " + NOBODY_GROUPS.getFirst(), "invalid gid " + NOBODY_GROUPS.getFirst());
  }
}
