package org.jrsync.daemon.config;

import org.jspecify.annotations.Nullable;

/** Finds the parameter that a misspelt name was meant to be. */
final class NearestName {
  private NearestName() {}

  /**
   * The label of the parameter that is fewest changed letters away, if it is near: a third of the
   * name at most.
   */
  static @Nullable String of(String name) {
    String wanted = Parameter.fold(name);
    String best = null;
    int least = Math.max(1, wanted.length() / 3) + 1;
    for (Parameter p : Parameter.values()) {
      int distance = distance(wanted, Parameter.fold(p.label()));
      if (distance < least) {
        least = distance;
        best = p.label();
      }
    }
    return best;
  }

  /** Letters to add, drop or replace. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
