package org.jrsync.engine.tree;

/**
 * Tells by their text which symbolic links lead out of a transfer (rsync(1), {@code
 * --copy-unsafe-links}).
 */
public final class UnsafeLinks {
  private UnsafeLinks() {}

  /**
   * Whether a link is unsafe: absolute, empty, with a {@code ..} elsewhere than at its start, or
   * with more of them there than the link lies deep.
   *
   * @param target what the link holds
   * @param path of the link in the transfer
   */
  public static boolean isUnsafe(byte[] target, byte[] path) {
    if (target.length == 0 || target[0] == '/') {
      return true;
    }
    int depth = depth(path);
    boolean climbing = true;
    int from = 0;
    while (from < target.length) {
      int end = componentEnd(target, from);
      boolean up = isUp(target, from, end);
      boolean last = end == target.length;
      if (up && (!climbing || (last && from > 0))) {
        return true;
      }
      if (up) {
        if (--depth < 0) {
          return true;
        }
      } else if (end > from) {
        climbing = false;
      }
      from = end + 1;
    }
    return false;
  }

  /** How many directories a link lies in. */
  private static int depth(byte[] path) {
    int depth = 0;
    int from = 0;
    while (true) {
      int end = componentEnd(path, from);
      if (end == path.length) {
        return isUp(path, from, end) ? 0 : depth;
      }
      if (isUp(path, from, end)) {
        depth = 0;
      } else if (end > from && !(end - from == 1 && path[from] == '.')) {
        depth++;
      }
      from = end + 1;
    }
  }

  private static int componentEnd(byte[] path, int from) {
    int end = from;
    while (end < path.length && path[end] != '/') {
      end++;
    }
    return end;
  }

  private static boolean isUp(byte[] path, int from, int end) {
    return end - from == 2 && path[from] == '.' && path[from + 1] == '.';
  }
}
