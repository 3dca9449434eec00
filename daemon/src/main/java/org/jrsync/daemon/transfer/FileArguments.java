package org.jrsync.daemon.transfer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The file arguments of a client as paths of its module: without the module's name, split where one
 * argument holds several, and without any way out of the module. Texts are of bytes.
 */
final class FileArguments {

  private FileArguments() {}

  /**
   * The paths of one argument, each relative to the module's root; {@code .} is the root itself. A
   * slash at the end stays, since it means a directory's contents.
   *
   * @param module the module's name, which usually begins the argument
   * @param whole whether blanks and module names inside the argument are part of a file's name
   * @param keepDots whether {@code /./} stays, which {@code --relative} gives a meaning
   */
  static List<byte[]> paths(byte[] argument, String module, boolean whole, boolean keepDots) {
    String text = new String(argument, StandardCharsets.ISO_8859_1);
    List<byte[]> paths = new ArrayList<>();
    if (text.startsWith(module)) {
      text = text.substring(module.length());
    }
    String divider = " " + module + "/";
    int at = 0;
    while (true) {
      int next = whole ? -1 : text.indexOf(divider, at);
      String part = next < 0 ? text.substring(at) : text.substring(at, next);
      if (next < 0 && at > 0 && part.isEmpty()) {
        return paths;
      }
      paths.add(confined(part, keepDots).getBytes(StandardCharsets.ISO_8859_1));
      if (next < 0) {
        return paths;
      }
      at = next + divider.length();
    }
  }

  /**
   * A path without leading or doubled slashes and without {@code ..}, which is worked out and stops
   * at the top.
   */
  static String confined(String path, boolean keepDots) {
    StringBuilder out = new StringBuilder(path.length());
    int at = 0;
    while (at < path.length()) {
      int slash = path.indexOf('/', at);
      int end = slash < 0 ? path.length() : slash;
      String part = path.substring(at, end);
      if (part.equals("..")) {
        out.setLength(out.isEmpty() ? 0 : out.lastIndexOf("/", out.length() - 2) + 1);
      } else if (!part.isEmpty() && !(part.equals(".") && !keepDots)) {
        out.append(part);
        if (slash >= 0) {
          out.append('/');
        }
      }
      at = end + 1;
    }
    return out.isEmpty() ? "." : out.toString();
  }
}
