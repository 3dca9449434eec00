package org.jrsync.daemon.auth;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Users and groups as the configuration writes them: by name or by number. */
public final class AccountIds {

  private AccountIds() {}

  /** The id of a user; null when it is neither a user's name nor a number that can be an id. */
  public static @Nullable Integer user(String text, Accounts accounts) {
    return id(text, accounts::userId);
  }

  /** The id of a group; null when it is neither a group's name nor a number that can be an id. */
  public static @Nullable Integer group(String text, Accounts accounts) {
    return id(text, accounts::groupId);
  }

  private static @Nullable Integer id(String text, Function<String, @Nullable Integer> named) {
    return isNumber(text) ? parse(text) : named.apply(text);
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** An id is 32 bits without sign; -1 means "no change" to the system and is no id. */
  private static @Nullable Integer parse(String digits) {
    try {
      int id = Integer.parseUnsignedInt(digits);
      return id == -1 ? null : id;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
