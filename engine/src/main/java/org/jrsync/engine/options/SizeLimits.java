package org.jrsync.engine.options;

/**
 * The sizes of regular files that a receiver takes.
 *
 * @param min {@code --min-size} in bytes; negative when not given
 * @param max {@code --max-size} in bytes; negative when not given
 */
public record SizeLimits(long min, long max) {

  /** Any size. */
  public static final SizeLimits NONE = new SizeLimits(-1, -1);

  /** Whether a file has more than {@code max} bytes. */
  public boolean isOver(long size) {
    return max >= 0 && size > max;
  }

  /** Whether a file has fewer than {@code min} bytes. */
  public boolean isUnder(long size) {
    return size < min;
  }
}
