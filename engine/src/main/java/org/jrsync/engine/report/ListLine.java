package org.jrsync.engine.report;

import org.jrsync.posix.FileMode;
import org.jspecify.annotations.Nullable;

/** Lines of {@code --list-only}: permissions, size, times, name, link target. */
public final class ListLine {
  private static final int TIME_COLUMN = 1 + LocalTime.WIDTH;

  private final int humanLevel;
  private final boolean accessTimes;

  /**
   * @param humanLevel count of {@code --human-readable}, as in {@link HumanNumbers}
   * @param accessTimes whether a column shows access times ({@code --atimes})
   */
  public ListLine(int humanLevel, boolean accessTimes) {
    this.humanLevel = humanLevel;
    this.accessTimes = accessTimes;
  }

  /**
   * Appends one entry with its line end.
   *
   * @param accessTime in seconds; not shown for directories
   * @param link target of a symlink, or null where it is not shown
   */
  public void append(
      TextBuilder out,
      int mode,
      long size,
      long modificationTime,
      long accessTime,
      byte[] name,
      byte @Nullable [] link) {
    out.text(PermissionString.of(mode)).add(' ');
    out.right(HumanNumbers.human(size, humanLevel), sizeWidth()).add(' ');
    out.text(LocalTime.of(modificationTime));
    if (accessTimes) {
      out.right(FileMode.isDirectory(mode) ? "" : LocalTime.of(accessTime), TIME_COLUMN);
    }
    out.add(' ').bytes(name);
    if (link != null) {
      out.text(" -> ").bytes(link);
    }
    out.add('\n');
  }

  /** Appends the line of an argument that {@code --delete-missing-args} would delete. */
  public void appendMissing(TextBuilder out, byte[] name) {
    int start = out.length();
    int width = 10 + 1 + sizeWidth() + TIME_COLUMN + (accessTimes ? TIME_COLUMN : 0);
    out.text("*missing").pad(start, -width).add(' ').bytes(name).add('\n');
  }

  private int sizeWidth() {
    return humanLevel > 0 ? 14 : 11;
  }
}
