package org.jrsync.daemon.auth;

import org.jspecify.annotations.Nullable;

/** The system's users and groups. Names are texts of bytes. */
public interface Accounts {

  /** The id of a user, or null when there is none of that name. */
  @Nullable Integer userId(String name);

  /** The id of a group, or null when there is none of that name. */
  @Nullable Integer groupId(String name);

  /** All groups of a user, the primary one first, or null when the user is not known. */
  int @Nullable [] groupsOf(int userId);

  /** The name of a group, or null when it has none. */
  @Nullable String groupName(int groupId);
}
