package org.jrsync.engine.filter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * The rules that the arguments of a pull stand for, as {@code --debug=filter3} tells of them: when
 * an argument is taken in, and when a name of the sender's list is there because of it. They are
 * for these lines alone, in which each rule has the text that rsync gives it. For several threads.
 */
public final class ImpliedIncludes {
  /** The least level of {@code --debug=filter} at which they are told. */
  public static final int LEVEL = 3;

  private static final String LIST = "implied";
  private static final String WILDCARDS = "*[?";

  /** The latest first, as they are looked at. */
  private final Deque<FilterRule> rules = new ArrayDeque<>();

  private final boolean relative;
  private final String below;
  private final Consumer<String> lines;

  /**
   * What the rules of an argument are made with.
   *
   * @param who role of this process
   * @param wild whether it holds wildcards, so that backslashes escape
   * @param brackets whether a bracket is among them
   */
  private record Argument(String who, boolean wild, boolean brackets) {}

  /**
   * @param relative whether arguments are transferred with their paths
   * @param recursive whether all comes that is below an argument
   * @param directories whether at least what a directory holds comes
   * @param lines takes the lines, without a line end and with one character a byte
   */
  public ImpliedIncludes(
      boolean relative, boolean recursive, boolean directories, Consumer<String> lines) {
    this.relative = relative;
    this.below = recursive ? "/**" : directories ? "/*" : "";
    this.lines = lines;
  }

  /**
   * Takes an argument in and tells of its rules.
   *
   * @param who role of this process
   * @param text the argument, or a name of a {@code --files-from} list
   */
  public synchronized void add(String who, byte[] text) {
    String path = transferred(new String(text, ISO_8859_1));
    boolean wild = isWild(path);
    Argument argument = new Argument(who, wild, path.indexOf('[') >= 0);
    String pattern = pattern(path, wild);
    if (!pattern.isEmpty()) {
      addBoth(argument, pattern, false);
      if (relative) {
        addParents(argument, pattern);
      }
    }
    if (!below.isEmpty()) {
      // With a wildcard behind it, a backslash that meant itself would escape what follows it.
      String escaped = wild ? pattern : pattern.replace("\\", "\\\\");
      addBoth(argument, escaped + below, false);
    }
  }

  /**
   * Tells because of which rule a name is there, if any.
   *
   * @param who role of this process
   */
  public synchronized void tell(String who, byte[] name, boolean directory) {
    NameKind kind = NameKind.of(directory);
    for (FilterRule rule : rules) {
      if (rule.applies(name, 0, name.length, kind, new byte[0])) {
        lines.accept(rule.because(who, name, 0, name.length, kind));
        return;
      }
    }
  }

  /** The part of an argument that names have in the list. */
  private String transferred(String argument) {
    int dot = argument.indexOf("/./");
    int start = relative ? (dot < 0 ? 0 : dot + 3) : argument.lastIndexOf('/') + 1;
    String path = argument.substring(start);
    return path.equals(".") ? "" : path;
  }

  /**
   * The path as an anchored pattern without needless slashes and dots; empty for the top.
   *
   * @param wild whether backslashes escape, so that those that mean themselves are doubled
   */
  private static String pattern(String path, boolean wild) {
    StringBuilder pattern = new StringBuilder("/");
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      int next = i + 1 < path.length() ? path.charAt(i + 1) : 0;
      boolean starts = pattern.charAt(pattern.length() - 1) == '/';
      boolean dot = c == '.' && starts && (next == '/' || next == 0);
      if (dot) {
        i++; // With the slash behind it.
      } else if (c == '\\' && next == ']') {
        pattern.append(wild ? "\\]" : "]");
        i++;
      } else if (c == '\\' && wild && (next == 0 || WILDCARDS.indexOf(next) < 0)) {
        pattern.append("\\\\");
      } else if (c != '/' || !starts) {
        pattern.append(c);
      }
    }
    int last = pattern.length() - 1;
    return pattern.substring(0, pattern.charAt(last) == '/' ? last : last + 1);
  }

  /** The directories that lead to a path, up to one that leads to an earlier path too. */
  private void addParents(Argument argument, String pattern) {
    int end = pattern.lastIndexOf('/');
    while (end > 0) {
      String parent = pattern.substring(0, end);
      byte[] bytes = parent.getBytes(ISO_8859_1);
      if (rules.stream().anyMatch(known -> Arrays.equals(known.pattern(), bytes))) {
        return;
      }
      addBoth(argument, parent, true);
      end = parent.lastIndexOf('/');
    }
  }

  /** Adds a rule, and one for what a pattern without a match stands for: itself. */
  private void addBoth(Argument argument, String pattern, boolean directory) {
    addOne(argument, pattern, directory);
    String literal = argument.brackets ? withLiteralBrackets(pattern) : pattern;
    if (!literal.equals(pattern)) {
      addOne(argument, literal, directory);
    }
  }

  private void addOne(Argument argument, String pattern, boolean directory) {
    int flags = RuleFlags.INCLUDE;
    flags |= directory ? RuleFlags.DIRECTORY : 0;
    flags |= argument.wild && pattern.indexOf('\\') >= 0 ? RuleFlags.WILD : 0;
    byte[] text = pattern.getBytes(ISO_8859_1);
    FilterRule rule = FilterRule.create(text, flags, AnchorScheme.TRANSFER, new byte[0]);
    rules.addFirst(rule.inList(LIST));
    String shown = pattern + (directory ? "/" : "");
    lines.accept("[" + argument.who + "] add_implied_include(" + shown + ")");
  }

  private static String withLiteralBrackets(String pattern) {
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        literal.append(c).append(pattern.charAt(++i));
      } else if (c == '[') {
        literal.append("\\[");
      } else {
        literal.append(c);
      }
    }
    return literal.toString();
  }

  private static boolean isWild(String path) {
    return path.chars().anyMatch(c -> WILDCARDS.indexOf(c) >= 0);
  }
}
