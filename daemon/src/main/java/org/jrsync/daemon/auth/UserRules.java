package org.jrsync.daemon.auth;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jrsync.daemon.config.ListValue;
import org.jrsync.engine.filter.Wildmatch;
import org.jspecify.annotations.Nullable;

/**
 * The list of {@code auth users}: patterns of user names and, after an {@code @}, of groups, each
 * with {@code :deny}, {@code :ro} or {@code :rw} if wanted. The first that matches decides.
 */
final class UserRules {

  /** What the rule that matched grants. */
  enum Grant {
    AS_MODULE,
    READ_ONLY,
    READ_WRITE,
    DENIED
  }

  /**
   * The rule's outcome.
   *
   * @param group the group's name when the rule is for a group
   */
  record Match(Grant grant, @Nullable String group) {}

  private final List<String> rules;

  UserRules(String list) {
    this.rules = ListValue.split(list);
  }

  /** The first rule for a user, or null when none names it. */
  @Nullable Match match(String user, Accounts accounts) {
    List<String> groups = null;
    for (String rule : rules) {
      int colon = rule.indexOf(':');
      String pattern = colon < 0 ? rule : rule.substring(0, colon);
      Grant grant = colon < 0 ? Grant.AS_MODULE : grant(rule.substring(colon + 1));
      if (!pattern.startsWith("@")) {
        if (matches(pattern, user)) {
          return new Match(grant, null);
        }
        continue;
      }
      if (groups == null) {
        groups = groupsOf(user, accounts);
      }
      for (String group : groups) {
        if (matches(pattern.substring(1), group)) {
          return new Match(grant, group);
        }
      }
    }
    return null;
  }

  private static Grant grant(String option) {
    String lower = option.toLowerCase(Locale.ROOT);
    if (lower.startsWith("d")) {
      return Grant.DENIED;
    }
    if (lower.startsWith("ro")) {
      return Grant.READ_ONLY;
    }
    return lower.startsWith("rw") ? Grant.READ_WRITE : Grant.AS_MODULE;
  }

  private static List<String> groupsOf(String user, Accounts accounts) {
    List<String> names = new ArrayList<>();
    Integer id = accounts.userId(user);
    int[] groups = id == null ? null : accounts.groupsOf(id);
    if (groups != null) {
      for (int group : groups) {
        String name = accounts.groupName(group);
        if (name != null) {
          names.add(name);
        }
      }
    }
    return names;
  }

  private static boolean matches(String pattern, String name) {
    return Wildmatch.compile(pattern.getBytes(StandardCharsets.ISO_8859_1))
        .matches(name.getBytes(StandardCharsets.ISO_8859_1));
  }
}
