package org.jrsync.engine.filter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One rule of a {@link FilterList}. Immutable. */
public final class FilterRule {
  private static final byte[] NOTHING = {};
  private static final byte[] SLASH = {'/'};
  private static final byte[] SLASH_TRIPLE_STAR = {'/', '*', '*', '*'};

  private final int flags;
  private final byte[] pattern;
  private final int slashes;
  private final int sides;
  private final @Nullable Wildmatch wild;
  private final String listName;

  /** What messages call the list of a merge file that this rule names. */
  private final String mergeName;

  private FilterRule(
      int flags,
      byte[] pattern,
      int slashes,
      int sides,
      @Nullable Wildmatch wild,
      String listName,
      String mergeName) {
    this.flags = flags;
    this.pattern = pattern;
    this.slashes = slashes;
    this.sides = sides;
    this.wild = wild;
    this.listName = listName;
    this.mergeName = mergeName;
  }

  /**
   * Completes a parsed rule: takes a final slash off into the directory flag, anchors it, and notes
   * what its wildcards need.
   *
   * @param parsed flags as parsed
   * @param scheme how a slash in the pattern makes it absolute
   * @param directory the directory of the rule's file below the root, without a final slash and
   *     starting with a slash, or empty; put before an anchored pattern where {@code scheme} says
   *     so
   */
  static FilterRule create(byte[] text, int parsed, AnchorScheme scheme, byte[] directory) {
    int flags = parsed;
    int end = text.length;
    if (end > 1 && text[end - 1] == '/') {
      end--;
      flags |= RuleFlags.DIRECTORY;
    }
    int slashes = count(text, end);
    boolean anchored = end > 0 && text[0] == '/';
    byte[] before = NOTHING;
    if (!RuleFlags.has(flags, RuleFlags.ABSOLUTE | RuleFlags.MERGE)
        && scheme.makesAbsolute(anchored, slashes)) {
      flags |= RuleFlags.ABSOLUTE;
      if (anchored) {
        before = directory;
      }
    }
    byte[] after = NOTHING;
    if (scheme == AnchorScheme.DAEMON
        && (flags & (RuleFlags.DIRECTORY | RuleFlags.INCLUDE)) == RuleFlags.DIRECTORY) {
      flags &= ~RuleFlags.DIRECTORY;
      after = SLASH_TRIPLE_STAR;
    }
    byte[] pattern = Arrays.copyOf(before, before.length + end + after.length);
    System.arraycopy(text, 0, pattern, before.length, end);
    System.arraycopy(after, 0, pattern, before.length + end, after.length);
    slashes += count(before, before.length) + (after.length > 0 ? 1 : 0);
    flags |= wildFlags(pattern);
    Wildmatch wild = null;
    if (RuleFlags.has(flags, RuleFlags.WILD)) {
      int start = pattern[0] == '/' ? 1 : 0;
      wild = Wildmatch.compile(pattern, start, pattern.length, false);
    }
    return new FilterRule(flags, pattern, slashes, FilterSide.EITHER.mask, wild, "", "");
  }

  /** The same rule, looked at only by the given sides. */
  FilterRule forSides(int mask) {
    return mask == sides
        ? this
        : new FilterRule(flags, pattern, slashes, mask, wild, listName, mergeName);
  }

  /** The same rule, saying in messages which list it is from, such as {@code daemon}. */
  FilterRule inList(String name) {
    return new FilterRule(flags, pattern, slashes, sides, wild, name, mergeName);
  }

  /** The same merge rule, whose file's rules say in messages that they are from this list. */
  FilterRule forList(String name) {
    return new FilterRule(flags, pattern, slashes, sides, wild, listName, name);
  }

  String mergeName() {
    return mergeName;
  }

  private static int count(byte[] text, int end) {
    int slashes = 0;
    for (int i = 0; i < end; i++) {
      if (text[i] == '/') {
        slashes++;
      }
    }
    return slashes;
  }

  private static int wildFlags(byte[] pattern) {
    int found = 0;
    int n = pattern.length;
    for (int i = 0; i < n; i++) {
      byte c = pattern[i];
      if (c == '*' || c == '[' || c == '?') {
        found |= RuleFlags.WILD;
      }
      if (c == '*' && i + 1 < n && pattern[i + 1] == '*' && (found & RuleFlags.DOUBLE_STAR) == 0) {
        found |= RuleFlags.DOUBLE_STAR;
        if (i == 0) {
          found |= RuleFlags.LEADING_DOUBLE_STAR;
        }
        if (n >= 3 && pattern[n - 1] == '*' && pattern[n - 2] == '*' && pattern[n - 3] == '*') {
          found |= RuleFlags.TRAILING_TRIPLE_STAR;
        }
      }
    }
    return found;
  }

  int flags() {
    return flags;
  }

  boolean has(int anyFlag) {
    return (flags & anyFlag) != 0;
  }

  /** The pattern without a trailing slash; the caller must not change it. */
  byte[] pattern() {
    return pattern;
  }

  int sides() {
    return sides;
  }

  /** Whether a match includes the name (or shows it, or puts it at risk). */
  public boolean isInclude() {
    return has(RuleFlags.INCLUDE);
  }

  /** Whether a directory that goes away may take names this rule excludes along. */
  public boolean isPerishable() {
    return has(RuleFlags.PERISHABLE);
  }

  /**
   * The message of {@code --debug=filter} for a name that this rule decides, one character a byte
   * and without a line end.
   *
   * @param who role of this process; the generator speaks of protecting, the others of hiding
   */
  public String because(String who, byte[] path, int offset, int length, NameKind kind) {
    boolean generator = who.startsWith("g");
    String action =
        isInclude() ? (generator ? "risking" : "showing") : (generator ? "protecting" : "hiding");
    String type =
        switch (kind) {
          case XATTR -> "xattr";
          case DIRECTORY -> "directory";
          case FILE -> "file";
        };
    String name = new String(path, offset, length, ISO_8859_1);
    String shown = RuleOrigin.ARGUMENT.shown(RuleReader.show(pattern), flags);
    boolean slash = has(RuleFlags.DIRECTORY) && !has(RuleFlags.FROM_FILE);
    return "["
        + who
        + "] "
        + action
        + " "
        + type
        + " "
        + name
        + " because of pattern "
        + shown
        + (slash ? "/" : "")
        + (listName.isEmpty() ? "" : " [" + listName + "]");
  }

  /**
   * Whether the rule applies to the name.
   *
   * @param base path from the root to the directory that relative names start in, ending in a
   *     slash, or empty; only absolute patterns look at it
   */
  boolean applies(byte[] path, int offset, int length, NameKind kind, byte[] base) {
    boolean fromRoot = length > 0 && path[offset] == '/';
    int start = fromRoot ? offset + 1 : offset;
    int size = fromRoot ? length - 1 : length;
    if (size == 0 || has(RuleFlags.XATTR) != (kind == NameKind.XATTR)) {
      return false;
    }
    boolean negated = has(RuleFlags.NEGATE);
    boolean doubleStar = has(RuleFlags.DOUBLE_STAR);
    byte[] before = NOTHING;
    if (slashes == 0 && !doubleStar) {
      int name = lastSlash(path, start, size) + 1;
      size -= name - start;
      start = name;
    } else if (has(RuleFlags.ABSOLUTE) && !fromRoot && base.length > 0) {
      before = base;
    } else if (has(RuleFlags.LEADING_DOUBLE_STAR) && !fromRoot) {
      before = SLASH;
    }
    boolean slashAfter = false;
    if (kind == NameKind.DIRECTORY) {
      slashAfter = has(RuleFlags.TRAILING_TRIPLE_STAR);
    } else if (has(RuleFlags.DIRECTORY)) {
      return negated;
    }
    return matches(path, start, size, before, slashAfter) != negated;
  }

  /** Whether the answer depends on the directory that relative names start in. */
  boolean dependsOnBase() {
    return has(RuleFlags.ABSOLUTE) && (slashes > 0 || has(RuleFlags.DOUBLE_STAR));
  }

  /**
   * Whether the rule may apply to a relative name, for a rule that {@link #dependsOnBase} and a
   * directory that is not known: where the last parts of both do not fit together, it cannot.
   */
  boolean mayApply(byte[] path, NameKind kind) {
    if (has(RuleFlags.XATTR) != (kind == NameKind.XATTR)) {
      return false;
    }
    if (has(RuleFlags.NEGATE | RuleFlags.DOUBLE_STAR)) {
      return true;
    }
    if (has(RuleFlags.DIRECTORY) && kind != NameKind.DIRECTORY) {
      return false;
    }
    for (byte b : pattern) {
      if (b == '[') {
        return true; // The slash behind it may be one within brackets.
      }
    }
    int last = lastSlash(pattern, 0, pattern.length) + 1;
    int name = lastSlash(path, 0, path.length) + 1;
    if (wild == null) {
      return Arrays.equals(pattern, last, pattern.length, path, name, path.length);
    }
    return Wildmatch.compile(Arrays.copyOfRange(pattern, last, pattern.length))
        .matches(Arrays.copyOfRange(path, name, path.length));
  }

  private boolean matches(byte[] path, int start, int size, byte[] before, boolean slashAfter) {
    boolean anchored = pattern.length > 0 && pattern[0] == '/';
    if (wild != null) {
      int where = 0;
      if (!anchored) {
        if (!has(RuleFlags.DOUBLE_STAR)) {
          where = slashes > 0 ? slashes + 1 : 0;
        } else if (!has(RuleFlags.LEADING_DOUBLE_STAR)) {
          where = -1;
        }
      }
      return wild.matches(before, path, start, size, slashAfter, where);
    }
    int from = anchored ? 1 : 0;
    int wanted = pattern.length - from;
    int missing = before.length + size - wanted;
    if (missing < 0 || (anchored && missing != 0)) {
      return false;
    }
    for (int i = 0; i < wanted; i++) {
      if (pattern[from + i] != at(before, path, start, missing + i)) {
        return false;
      }
    }
    return missing == 0 || at(before, path, start, missing - 1) == '/';
  }

  private static byte at(byte[] before, byte[] path, int start, int index) {
    return index < before.length ? before[index] : path[start + index - before.length];
  }

  private static int lastSlash(byte[] path, int start, int size) {
    int i = start + size - 1;
    while (i >= start && path[i] != '/') {
      i--;
    }
    return i;
  }
}
