package org.jrsync.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jrsync.engine.scan.Glob;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * The paths of a restricted user's command. They are refused here with rrsync's words; that none
 * leads out of the folder, whatever changes meanwhile, is the tree's doing. Texts are of bytes.
 */
final class RestrictedPaths {
  private static final int MOST_LINKS = 40;

  private final RestrictOptions options;
  private final String folder;
  private final Tree tree;
  private final boolean sender;
  private boolean relative;

  /**
   * @param folder the real path of the folder
   * @param tree the folder, links in it as they are stored
   * @param sender whether files are read and not written
   */
  RestrictedPaths(RestrictOptions options, String folder, Tree tree, boolean sender) {
    this.options = options;
    this.folder = folder;
    this.tree = tree;
    this.sender = sender;
  }

  /** How an argument ends, which says whether a folder's content is meant. */
  private enum End {
    PLAIN(""),
    SLASH("/"),
    DOT("/.");

    final String text;

    End(String text) {
      this.text = text;
    }

    static End of(String path) {
      return path.endsWith("/") ? SLASH : path.endsWith("/.") ? DOT : PLAIN;
    }
  }

  /** Has arguments stay as they are, since the whole of each names what is transferred. */
  void keepWhole(boolean whole) {
    relative = whole;
  }

  /**
   * The value of an option that names something the server writes to or reads.
   *
   * @param option with its dashes
   * @return the path, with the folder as its root; null for a folder to compare with that is not
   *     there, which is one without files
   */
  @Nullable String ofOption(String option, String value) {
    String plain = withoutBackslashes(value);
    String path = inside(plain, option, false);
    if (plain.equals(".")) {
      return "/";
    }
    String checked = checked(path, plain, option);
    byte[] bytes = checked.getBytes(ISO_8859_1);
    if (option.endsWith("-dest") && tree.stat(bytes, new FileStat()) == Errno.ENOENT) {
      return null;
    }
    return "/" + (checked.equals(".") ? "" : checked);
  }

  /** What an argument stands for, each from the folder on. */
  List<String> ofArgument(String argument) {
    String plain = withoutBackslashes(argument);
    String path = inside(plain, "arg", options.absolute() && !folder.equals("/"));
    Glob glob = Glob.withAllLinks(tree);
    glob.add(path.getBytes(ISO_8859_1));
    List<String> checked = new ArrayList<>();
    for (byte[] found : glob.paths()) {
      if (isHidden(path, found)) {
        continue;
      }
      checked.add(checked(new String(found, ISO_8859_1), plain, "arg"));
    }
    return checked.isEmpty() ? List.of(checked(path, plain, "arg")) : checked;
  }

  /** Whether a wildcard has found a name that starts with a dot, which only a dot stands for. */
  private static boolean isHidden(String pattern, byte[] found) {
    String[] patterns = pattern.split("/", -1);
    String[] names = new String(found, ISO_8859_1).split("/", -1);
    for (int i = 0; i < Math.min(patterns.length, names.length); i++) {
      if (names[i].startsWith(".") && !patterns[i].startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static String withoutBackslashes(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && i + 1 < text.length()) {
        i++;
      }
      out.append(text.charAt(i));
    }
    return out.toString();
  }

  /**
   * A path from the folder on: one that starts with a slash starts there.
   *
   * @param systemPaths whether the folder may be named by its own path
   */
  private String inside(String given, String what, boolean systemPaths) {
    String path = given.startsWith("./") ? given.substring(1) : given;
    path = path.replace("//", "/");
    int start = 0;
    while (start + 1 < path.length()
        && path.charAt(start) == '/'
        && path.charAt(start + 1) == '/') {
      start++;
    }
    path = path.substring(start);
    if (systemPaths && (path.equals(folder) || path.startsWith(folder + "/"))) {
      path = path.substring(folder.length());
    }
    if (!folder.equals("/") && Arrays.asList(path.split("/", -1)).contains("..")) {
      throw new RefusedException(
          "do not use .. in " + what + " (anchor the path at the root of your restricted dir)");
    }
    while (path.startsWith("/")) {
      path = path.substring(1);
    }
    if (path.isEmpty()) {
      return given.isEmpty() ? "" : given.endsWith("/") ? "./" : ".";
    }
    return path;
  }

  /** The path itself, or another one for the same place whose links stay in the folder. */
  private String checked(String path, String given, String what) {
    if (folder.equals("/") || path.equals(".") || path.equals("./")) {
      return path;
    }
    End end = End.of(path);
    String bare = path.substring(0, path.length() - end.text.length());
    Walk walk = new Walk();
    List<String> real = walk.resolve(bare);
    if (!walk.isBeneath(real)) {
      throw new RefusedException(
          "unsafe arg: "
              + given
              + " ['"
              + (given.startsWith("/") || given.startsWith("./") ? folder + "/" : "")
              + bare
              + "', '/"
              + String.join("/", real)
              + "']");
    }
    int errno = missing(bare, end, what);
    if (errno != 0 && sender) {
      throw new RefusedException(
          "post-realpath open failed (race detected): " + given + " " + Errno.message(errno));
    }
    if (errno == Errno.ENOENT && what.equals("--temp-dir")) {
      throw new RefusedException("receiver option path does not exist: " + given);
    }
    if (!walk.leaves || relative) {
      return path;
    }
    if (sender && end == End.PLAIN) {
      // The last part may be a link, which is sent as such.
      int slash = bare.lastIndexOf('/');
      if (slash < 0) {
        return path;
      }
      Walk above = new Walk();
      String directory = above.inFolder(above.resolve(bare.substring(0, slash)));
      return directory.equals(".") ? bare.substring(slash + 1) : directory + bare.substring(slash);
    }
    return walk.inFolder(real) + end.text;
  }

  /** Why nothing can be read there; 0 where something can. */
  private int missing(String path, End end, String what) {
    byte[] bytes = path.getBytes(ISO_8859_1);
    FileStat stat = new FileStat();
    int errno = tree.lstat(bytes, stat);
    boolean kept = sender && what.equals("arg") && end == End.PLAIN;
    if (errno == 0 && FileMode.isSymlink(stat.mode()) && !kept) {
      Walk walk = new Walk();
      errno = tree.lstat(walk.inFolder(walk.resolve(path)).getBytes(ISO_8859_1), stat);
    } else if (errno == Errno.EXDEV) {
      // An absolute link on the way, which leads back here.
      Walk walk = new Walk();
      errno = tree.lstat(walk.inFolder(walk.resolve(path)).getBytes(ISO_8859_1), stat);
    }
    return errno;
  }

  /** One path's way from the folder on, by the names of the system's root. */
  private final class Walk {
    private final List<String> top = parts(folder);
    private int links;

    /** Whether a link on the way is absolute or leads out, if only to come back. */
    boolean leaves;

    /** The parts of the real path from the system's root on; what is missing stays as it is. */
    List<String> resolve(String path) {
      List<String> done = new ArrayList<>(top);
      Deque<String> ahead = new ArrayDeque<>(parts(path));
      while (!ahead.isEmpty()) {
        String part = ahead.poll();
        if (part.equals("..")) {
          if (!done.isEmpty()) {
            done.removeLast();
          }
          leaves |= done.size() < top.size();
          continue;
        }
        done.add(part);
        String target = isBeneath(done) ? linkTarget(done) : null;
        if (target != null && links++ < MOST_LINKS) {
          done.removeLast();
          if (target.startsWith("/")) {
            leaves = true;
            done.clear();
          }
          List<String> parts = parts(target);
          for (int i = parts.size() - 1; i >= 0; i--) {
            ahead.addFirst(parts.get(i));
          }
        }
      }
      return done;
    }

    /** Whether it leads to something in the folder, and not to the folder itself. */
    boolean isBeneath(List<String> real) {
      return real.size() > top.size() && real.subList(0, top.size()).equals(top);
    }

    /** The path from the folder on. */
    String inFolder(List<String> real) {
      return real.size() <= top.size()
          ? "."
          : String.join("/", real.subList(top.size(), real.size()));
    }

    private @Nullable String linkTarget(List<String> real) {
      byte[] path = inFolder(real).getBytes(ISO_8859_1);
      FileStat stat = new FileStat();
      if (tree.lstat(path, stat) != 0 || !FileMode.isSymlink(stat.mode())) {
        return null;
      }
      try {
        return new String(tree.readLink(path), ISO_8859_1);
      } catch (PosixException e) {
        // It has changed meanwhile.
        return null;
      }
    }

    private static List<String> parts(String path) {
      List<String> parts = new ArrayList<>();
      for (String part : path.split("/", -1)) {
        if (!part.isEmpty() && !part.equals(".")) {
          parts.add(part);
        }
      }
      return parts;
    }
  }
}
