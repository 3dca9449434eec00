package org.jrsync.engine.metadata;

import org.jrsync.posix.FileMode;

/** The mode a received entry gets. */
public final class Modes {
  /** Permission bits with set-id and sticky: what chmod can change. */
  public static final int CHMOD_BITS = 07777;

  /** Permission bits alone. */
  public static final int ACCESS_BITS = 0777;

  private static final int OWNER_WRITE = 0200;
  private static final int OWNER_BITS = 0700;
  private static final int READ_BITS = 0444;
  private static final int EXECUTE_BITS = 0111;

  private Modes() {}

  /** The mode of a file while it is written: its owner alone gets at it, and may write. */
  public static int ofUnfinished(int mode) {
    return (mode | OWNER_WRITE) & OWNER_BITS;
  }

  /** Whether one of two modes lets somebody execute and the other nobody. */
  public static boolean executabilityDiffers(int one, int other) {
    return ((one & EXECUTE_BITS) == 0) != ((other & EXECUTE_BITS) == 0);
  }

  /**
   * The mode of an entry when {@code --perms} is off: that of the existing entry, or the source's
   * cut down to what the umask grants. With {@code --executability} an existing file gains or loses
   * the permission to execute where the source differs in having any.
   *
   * @param listed mode in the file list
   * @param existing mode of the entry at the destination; read only if it exists
   * @param granted permission bits that a new entry may have
   * @param executability whether that option is in force
   */
  public static int withoutPerms(
      int listed, int existing, int granted, boolean exists, boolean executability) {
    if (exists) {
      int mode = (listed & ~CHMOD_BITS) | (existing & CHMOD_BITS);
      if (!executability || !FileMode.isRegular(listed)) {
        return mode;
      }
      if ((listed & EXECUTE_BITS) == 0) {
        return mode & ~EXECUTE_BITS;
      }
      return (existing & EXECUTE_BITS) != 0 ? mode : mode | (mode & READ_BITS) >> 2;
    }
    return listed & (~CHMOD_BITS | granted);
  }
}
