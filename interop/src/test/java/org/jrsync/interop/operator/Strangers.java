package org.jrsync.interop.operator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;

/** Links that another user has put somewhere, which only root can give to one. */
final class Strangers {
  private static final int STRANGER = 12_345;

  private Strangers() {}

  static boolean canBeMade() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Skips a test that needs them where they cannot be made. */
  static void needed() {
    assumeTrue(canBeMade(), "only root can give links to another user");
  }

  /** Makes one. */
  static void link(Disk disk, String target, String link) {
    disk.symlink(target.getBytes(US_ASCII), Name.of(link));
    disk.owner(Name.of(link), STRANGER, STRANGER);
  }
}
