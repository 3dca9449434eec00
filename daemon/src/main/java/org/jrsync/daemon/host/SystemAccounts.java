package org.jrsync.daemon.host;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.jrsync.daemon.auth.Accounts;
import org.jrsync.posix.Users;
import org.jspecify.annotations.Nullable;

/** The accounts that the system's name services know. */
public final class SystemAccounts implements Accounts {

  @Override
  public @Nullable Integer userId(String name) {
    return orNull(Users.userId(bytes(name)));
  }

  @Override
  public @Nullable Integer groupId(String name) {
    return orNull(Users.groupId(bytes(name)));
  }

  @Override
  public int @Nullable [] groupsOf(int userId) {
    byte[] name = Users.userName(userId);
    OptionalInt primary = Users.primaryGroup(userId);
    if (name == null || primary.isEmpty()) {
      return null;
    }
    int first = primary.getAsInt();
    int[] groups = Users.groupsOf(name, first);
    for (int i = 1; i < groups.length; i++) {
      if (groups[i] == first) {
        groups[i] = groups[0];
        groups[0] = first;
      }
    }
    return groups;
  }

  @Override
  public @Nullable String groupName(int groupId) {
    byte[] name = Users.groupName(groupId);
    return name == null ? null : new String(name, StandardCharsets.ISO_8859_1);
  }

  private static @Nullable Integer orNull(OptionalInt id) {
    return id.isEmpty() ? null : id.getAsInt();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
