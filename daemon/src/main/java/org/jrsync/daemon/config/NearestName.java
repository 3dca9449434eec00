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
    int most = Math.max(1, wanted.length() / 3);
    String best = null;
    for (Parameter p : Parameter.values()) {
      int distance = distance(wanted, p.folded(), most);
      if (distance <= most) {
        most = distance - 1;
        best = p.label();
      }
    }
    return best;
  }

  /** Letters to add, drop or replace; some number above {@code most} where there are more. */
  private static int distance(String a, String b, int most) {
    if (Math.abs(a.length() - b.length()) > most) {
      return most + 1;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      int least = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
        least = Math.min(least, row[j]);
      }
      // No later row has less than the least of this one.
      if (least > most) {
        return least;
      }
    }
    return row[b.length()];
  }
}
