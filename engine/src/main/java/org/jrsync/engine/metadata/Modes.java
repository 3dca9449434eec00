package org.jrsync.engine.metadata;

/** The mode a received entry gets. */
public final class Modes {
  /** Permission bits with set-id and sticky: what chmod can change. */
  public static final int CHMOD_BITS = 07777;

  /** Permission bits alone. */
  public static final int ACCESS_BITS = 0777;

  private Modes() {}

  /**
   * The mode of an entry when {@code --perms} is off: that of the existing entry, or the source's
   * cut down to what the umask grants.
   *
   * @param listed mode in the file list
   * @param existing mode of the entry at the destination; read only if it exists
   * @param granted permission bits that a new entry may have
   */
  public static int withoutPerms(int listed, int existing, int granted, boolean exists) {
    if (exists) {
      return (listed & ~CHMOD_BITS) | (existing & CHMOD_BITS);
    }
    return listed & (~CHMOD_BITS | granted);
  }
}
