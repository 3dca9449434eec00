package org.jrsync.engine.scan;

import java.util.Arrays;

/** Shortens paths without looking at the file system. */
final class PathCleaner {

  private PathCleaner() {}

  /**
   * The path without empty components and without {@code .} inside; an empty one becomes {@code .}.
   *
   * @param keepSlash keep a slash at the end, which otherwise goes
   * @param dropFinalDot drop a {@code .} at the end too, leaving the slash before it
   */
  static byte[] clean(byte[] path, boolean keepSlash, boolean dropFinalDot) {
    byte[] target = new byte[path.length + 1];
    boolean absolute = path.length > 0 && path[0] == '/';
    int to = 0;
    int from = 0;
    if (absolute) {
      target[to++] = '/';
      from = 1;
    }
    while (from < path.length) {
      int end = from;
      while (end < path.length && path[end] != '/') {
        end++;
      }
      int part = end - from;
      boolean dot = part == 1 && path[from] == '.';
      boolean last = end == path.length;
      if (part > 0 && !(dot && (!last || dropFinalDot))) {
        System.arraycopy(path, from, target, to, part);
        to += part;
        if (!last) {
          target[to++] = '/';
        }
      }
      from = end + 1;
    }
    if (to > (absolute ? 1 : 0) && target[to - 1] == '/' && !keepSlash) {
      to--;
    }
    if (to == 0) {
      target[to++] = '.';
    }
    return Arrays.copyOf(target, to);
  }

  /**
   * An absolute path without {@code .} and {@code ..}, as the working directory would be after
   * entering it.
   *
   * @param base absolute path that a relative one starts from
   */
  static byte[] resolve(byte[] base, byte[] path) {
    byte[] whole = path.length > 0 && path[0] == '/' ? path : join(base, path);
    byte[] target = new byte[whole.length + 1];
    int to = 0;
    int from = 0;
    while (from < whole.length) {
      int end = from;
      while (end < whole.length && whole[end] != '/') {
        end++;
      }
      int part = end - from;
      boolean dot = part == 1 && whole[from] == '.';
      if (part == 2 && whole[from] == '.' && whole[from + 1] == '.') {
        while (to > 0 && target[--to] != '/') {
          // Back over the component that is left again.
        }
      } else if (part > 0 && !dot) {
        target[to++] = '/';
        System.arraycopy(whole, from, target, to, part);
        to += part;
      }
      from = end + 1;
    }
    if (to == 0) {
      target[to++] = '/';
    }
    return Arrays.copyOf(target, to);
  }

  /**
   * A path that stays below where it starts: without slashes at its start and without {@code ..},
   * which goes up no further than that. A lone {@code .} inside stays, as it may divide the path.
   */
  static byte[] beneath(byte[] given) {
    byte[] target = new byte[given.length + 1];
    int to = 0;
    int from = 0;
    while (from < given.length) {
      int end = from;
      while (end < given.length && given[end] != '/') {
        end++;
      }
      int part = end - from;
      if (part == 2 && given[from] == '.' && given[from + 1] == '.') {
        to = beforeLastComponent(target, to);
      } else if (part > 0) {
        System.arraycopy(given, from, target, to, part);
        to += part;
        if (end < given.length) {
          target[to++] = '/';
        }
      }
      from = end + 1;
    }
    if (to == 0) {
      target[to++] = '.';
    }
    return Arrays.copyOf(target, to);
  }

  private static int beforeLastComponent(byte[] path, int length) {
    int to = Math.max(0, length - 1);
    while (to > 0 && path[to - 1] != '/') {
      to--;
    }
    return to;
  }

  /** Two paths with one slash between them; an empty one stands for nothing. */
  static byte[] join(byte[] first, byte[] second) {
    if (first.length == 0) {
      return second;
    }
    if (second.length == 0) {
      return first;
    }
    boolean slash = first[first.length - 1] != '/';
    byte[] joined = Arrays.copyOf(first, first.length + (slash ? 1 : 0) + second.length);
    if (slash) {
      joined[first.length] = '/';
    }
    System.arraycopy(second, 0, joined, joined.length - second.length, second.length);
    return joined;
  }

  /** Whether the path is the single byte {@code .}. */
  static boolean isDot(byte[] path) {
    return path.length == 1 && path[0] == '.';
  }
}
