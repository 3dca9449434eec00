package org.jrsync.engine.options;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --usermap}, {@code --groupmap} and {@code --chown} give together: one map for users
 * and one for groups at most, whichever option it comes from.
 */
final class OwnerMapArguments {

  private final Map users = new Map("usermap", "user-affecting");
  private final Map groups = new Map("groupmap", "group-affecting");

  byte @Nullable [] users() {
    return users.text;
  }

  byte @Nullable [] groups() {
    return groups.text;
  }

  void userMap(byte[] text) {
    users.take(text);
  }

  void groupMap(byte[] text) {
    groups.take(text);
  }

  /** Takes {@code USER:GROUP}, of which either part may be missing. */
  void chown(byte[] text) {
    int colon = Bytes.indexOf(text, ':', 0);
    users.takeName(Arrays.copyOf(text, colon < 0 ? text.length : colon));
    if (colon >= 0) {
      groups.takeName(Arrays.copyOfRange(text, colon + 1, text.length));
    }
  }

  private static final class Map {
    private final String option;
    private final String kind;
    private byte @Nullable [] text;
    private boolean byChown;

    Map(String option, String kind) {
      this.option = option;
      this.kind = kind;
    }

    void take(byte[] map) {
      if (text != null) {
        throw UsageException.syntax(
            byChown
                ? "rsync: --" + option + " conflicts with prior --chown."
                : "rsync: You can only specify --" + option + " once.");
      }
      text = map;
    }

    void takeName(byte[] name) {
      if (name.length == 0) {
        return;
      }
      if (text != null) {
        throw UsageException.syntax(
            byChown
                ? "rsync: You can only specify a " + kind + " --chown once."
                : "rsync: --chown conflicts with prior --" + option + ".");
      }
      text = Bytes.concat("*:", name);
      byChown = true;
    }
  }
}
