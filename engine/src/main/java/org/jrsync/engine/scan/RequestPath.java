package org.jrsync.engine.scan;

import java.util.Arrays;

/** Under which name the transfer knows what a {@code --files-from} list names. */
public final class RequestPath {
  private RequestPath() {}

  /**
   * The path that a sender makes of a listed name; empty for the top itself.
   *
   * @param relative whether the whole path counts, as with {@code --relative}
   */
  public static byte[] transferred(byte[] name, boolean relative) {
    SourceArgument argument = SourceArgument.parse(PathCleaner.beneath(name), relative);
    byte[] path = argument.name;
    int length = path.length;
    if (length == 1 && path[0] == '.') {
      length = 0;
    }
    int start = 0;
    while (start + 1 < length && path[start] == '.' && path[start + 1] == '/') {
      start += 2;
    }
    return Arrays.copyOfRange(path, start, length);
  }
}
