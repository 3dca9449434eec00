package org.jrsync.engine.tree;

import java.util.Arrays;

/** Small operations on slash-separated byte paths. */
public final class Paths {
  private Paths() {}

  /** Whether a path has more than a last part. */
  public static boolean hasSlash(byte[] path) {
    return lastSlash(path) >= 0;
  }

  /** The index of the last slash, -1 where there is none. */
  public static int lastSlash(byte[] path) {
    int i = path.length - 1;
    while (i >= 0 && path[i] != '/') {
      i--;
    }
    return i;
  }

  /** What is behind the last slash. */
  public static byte[] lastPart(byte[] path) {
    int slash = lastSlash(path);
    return slash < 0 ? path : Arrays.copyOfRange(path, slash + 1, path.length);
  }

  /** Whether a path begins with a slash. */
  public static boolean isAbsolute(byte[] path) {
    return path.length > 0 && path[0] == '/';
  }

  /** One after the other, with nothing between them. */
  public static byte[] concat(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  /** A directory's path with a final slash, unless it is empty. */
  public static byte[] withFinalSlash(byte[] path) {
    if (path.length == 0 || path[path.length - 1] == '/') {
      return path;
    }
    byte[] longer = Arrays.copyOf(path, path.length + 1);
    longer[path.length] = '/';
    return longer;
  }

  /**
   * An absolute path with {@code .}, {@code ..}, and repeated and final slashes resolved by text
   * alone; {@code ..} stops at the root.
   */
  public static byte[] resolve(byte[] absolute) {
    byte[] out = new byte[absolute.length + 1];
    int n = 0;
    int i = 0;
    while (i < absolute.length) {
      while (i < absolute.length && absolute[i] == '/') {
        i++;
      }
      int start = i;
      while (i < absolute.length && absolute[i] != '/') {
        i++;
      }
      int length = i - start;
      if (length == 0 || (length == 1 && absolute[start] == '.')) {
        continue;
      }
      if (length == 2 && absolute[start] == '.' && absolute[start + 1] == '.') {
        while (n > 0 && out[--n] != '/') {}
        continue;
      }
      out[n++] = '/';
      System.arraycopy(absolute, start, out, n, length);
      n += length;
    }
    if (n == 0) {
      out[n++] = '/';
    }
    return Arrays.copyOf(out, n);
  }

  /**
   * A directory named from the root, with or without a slash before it, as a prefix of the paths in
   * it: no slash before, one behind, empty for the root itself.
   */
  public static byte[] asBase(byte[] directory) {
    byte[] whole = resolve(concat(new byte[] {'/'}, directory));
    return whole.length == 1
        ? new byte[0]
        : withFinalSlash(Arrays.copyOfRange(whole, 1, whole.length));
  }
}
