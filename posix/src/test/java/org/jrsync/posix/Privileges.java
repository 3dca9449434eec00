package org.jrsync.posix;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Tests that only user 0 can run say so here, and are skipped with the reason for anybody else. */
final class Privileges {
  private Privileges() {}

  static void assumeRoot(String why) {
    boolean root = Users.effectiveUser() == 0;
    if (!root) {
      System.err.println("skipped: needs root " + why);
    }
    assumeTrue(root, "needs root " + why);
  }
}
