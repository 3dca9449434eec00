package org.jrsync.posix;

/**
 * Special values for the nanoseconds of {@link ConfinedTree#setTimes} and {@link
 * FileHandle#setTimes}.
 */
public final class FileTime {
  /** The time is left as it is. */
  public static final int OMIT = 0x3ffffffe;

  /** The present. */
  public static final int NOW = 0x3fffffff;

  private FileTime() {}

  /** Lays down {@code struct timespec[2]}. */
  static void put(
      NativeScratch s, long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos) {
    s.putLong(0, atimeSeconds).putLong(8, atimeNanos);
    s.putLong(16, mtimeSeconds).putLong(24, mtimeNanos);
  }
}
