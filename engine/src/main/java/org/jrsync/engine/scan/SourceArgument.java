package org.jrsync.engine.scan;

import java.util.Arrays;
import org.jrsync.engine.tree.Paths;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/**
 * One source argument, taken apart: the directory that names start from, and the name under which
 * the transfer knows it.
 */
final class SourceArgument {

  private static final byte[] DOT = {'.'};

  /** How the argument ends, which decides whether a directory's content is meant. */
  enum Kind {
    /** A plain name. */
    NORMAL,
    /** A name with a slash after it, in relative mode. */
    SLASH,
    /** The directory itself: {@code dir/}, {@code .} or {@code dir/..}. */
    DOT
  }

  /** Directory that the name starts from; null for where the transfer starts. */
  final byte @Nullable [] directory;

  /** The name; {@code .} for the directory itself. */
  final byte[] name;

  /** How the argument ends. */
  final Kind kind;

  /**
   * In relative mode, whether the name starts with {@code ./}, so that the root's own attributes go
   * too.
   */
  final boolean startsWithDot;

  private SourceArgument(
      byte @Nullable [] directory, byte[] name, Kind kind, boolean startsWithDot) {
    this.directory = directory;
    this.name = name;
    this.kind = kind;
    this.startsWithDot = startsWithDot;
  }

  /**
   * Takes an argument apart.
   *
   * @param relative whether the whole path counts, as with {@code --relative}
   * @throws RsyncException with {@link ExitCode#SYNTAX} for {@code ..} in the part of the path that
   *     counts
   */
  static SourceArgument parse(byte[] argument, boolean relative) {
    return relative ? parseRelative(argument) : parsePlain(argument);
  }

  private static SourceArgument parsePlain(byte[] argument) {
    byte[] path = argument;
    Kind kind = Kind.DOT;
    int length = path.length;
    if (length == 0 || path[length - 1] == '/') {
      path = length == 2 && path[0] == '.' ? DOT : append(path, ".");
    } else if (endsWithComponent(path, "..")) {
      path = append(path, "/.");
    } else if (!endsWithComponent(path, ".")) {
      kind = Kind.NORMAL;
    }
    int slash = Paths.lastSlash(path);
    if (slash < 0) {
      return new SourceArgument(null, path, kind, false);
    }
    byte[] directory = Arrays.copyOf(path, Math.max(1, slash));
    return new SourceArgument(
        directory, Arrays.copyOfRange(path, slash + 1, path.length), kind, false);
  }

  private static SourceArgument parseRelative(byte[] argument) {
    byte[] directory = null;
    byte[] rest = argument;
    int marker = indexOfDotMarker(argument);
    if (marker >= 0) {
      directory =
          marker == 0
              ? new byte[] {'/'}
              : PathCleaner.clean(Arrays.copyOf(argument, marker), false, false);
      int from = marker + 3;
      while (from < argument.length && argument[from] == '/') {
        from++;
      }
      rest = Arrays.copyOfRange(argument, from, argument.length);
    }
    boolean startsWithDot = rest.length > 2 && rest[0] == '.' && rest[1] == '/';
    byte[] name = PathCleaner.clean(rest, true, true);
    Kind kind = Kind.NORMAL;
    if (name.length == 1 && name[0] == '/') {
      name = new byte[] {'/', '.'};
      kind = Kind.DOT;
    } else if (PathCleaner.isDot(name)) {
      kind = Kind.DOT;
    } else if (name[name.length - 1] == '/') {
      name = Arrays.copyOf(name, name.length - 1);
      kind = PathCleaner.isDot(name) ? Kind.DOT : Kind.SLASH;
    }
    refuseDotDot(name);
    return new SourceArgument(directory, name, kind, startsWithDot);
  }

  private static void refuseDotDot(byte[] name) {
    int from = 0;
    while (from <= name.length) {
      int end = from;
      while (end < name.length && name[end] != '/') {
        end++;
      }
      if (end - from == 2 && name[from] == '.' && name[from + 1] == '.') {
        throw new RsyncException(
            ExitCode.SYNTAX, "found \"..\" dir in relative path: " + ScanMessages.show(name));
      }
      from = end + 1;
    }
  }

  /** Where {@code /./} begins, which splits a relative argument; -1 when it does not occur. */
  private static int indexOfDotMarker(byte[] path) {
    for (int i = 0; i + 2 < path.length; i++) {
      if (path[i] == '/' && path[i + 1] == '.' && path[i + 2] == '/') {
        return i;
      }
    }
    return -1;
  }

  private static boolean endsWithComponent(byte[] path, String component) {
    int start = path.length - component.length();
    if (start < 0 || (start > 0 && path[start - 1] != '/')) {
      return false;
    }
    for (int i = 0; i < component.length(); i++) {
      if (path[start + i] != component.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static byte[] append(byte[] path, String ascii) {
    byte[] longer = Arrays.copyOf(path, path.length + ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      longer[path.length + i] = (byte) ascii.charAt(i);
    }
    return longer;
  }
}
