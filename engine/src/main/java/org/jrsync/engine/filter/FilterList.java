package org.jrsync.engine.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jrsync.engine.tree.Paths;
import org.jspecify.annotations.Nullable;

/**
 * An ordered list of filter rules, of which the first that applies to a name decides. Immutable.
 *
 * <p>A list that names per-directory merge files is asked through a {@link FilterScope}; asked
 * directly, it takes those files as empty.
 */
public final class FilterList {
  /** The list without rules. */
  public static final FilterList EMPTY =
      new FilterList(new FilterRule[0], null, new byte[0], false);

  private final FilterRule[] rules;
  private final @Nullable FilterList cvs;
  private final byte[] base;
  private final boolean deleteExcluded;
  private final boolean plain;

  private FilterList(
      FilterRule[] rules, @Nullable FilterList cvs, byte[] base, boolean deleteExcluded) {
    this.rules = rules;
    this.cvs = cvs;
    this.base = base;
    this.deleteExcluded = deleteExcluded;
    boolean merges = false;
    for (FilterRule rule : rules) {
      merges |= rule.has(RuleFlags.PER_DIRECTORY);
    }
    this.plain = !merges;
  }

  static FilterList of(List<FilterRule> rules, @Nullable FilterList cvs, boolean deleteExcluded) {
    return rules.isEmpty()
        ? EMPTY
        : new FilterList(rules.toArray(FilterRule[]::new), cvs, new byte[0], deleteExcluded);
  }

  /** A list whose rules say in messages that they are from it. */
  static FilterList named(List<FilterRule> rules, @Nullable FilterList cvs, String name) {
    List<FilterRule> renamed = new ArrayList<>(rules.size());
    for (FilterRule rule : rules) {
      renamed.add(rule.inList(name));
    }
    return of(renamed, cvs, false);
  }

  /**
   * The same list for names that are relative to a directory below the root; the checks of this
   * class then see the path from the root.
   *
   * @param newBase path of that directory from the root; empty, {@code /} or {@code .} for the root
   */
  public FilterList at(byte[] newBase) {
    return isEmpty() ? this : new FilterList(rules, cvs, Paths.asBase(newBase), deleteExcluded);
  }

  /** Whether merge files are read under {@code --delete-excluded}. */
  boolean deleteExcluded() {
    return deleteExcluded;
  }

  /** Whether the list holds no rule, so that nothing needs asking. */
  public boolean isEmpty() {
    return rules.length == 0;
  }

  /** Number of rules. */
  public int size() {
    return rules.length;
  }

  /** Whether any rule is for extended attributes, which then decide alone about those. */
  public boolean hasXattrRules() {
    for (FilterRule rule : rules) {
      if (rule.has(RuleFlags.XATTR)) {
        return true;
      }
    }
    return false;
  }

  /** Whether no rule reads files of the directories that are walked. */
  public boolean isPlain() {
    return plain;
  }

  List<FilterRule> toList() {
    return List.of(rules);
  }

  FilterRule rule(int index) {
    return rules[index];
  }

  FilterList cvs() {
    return cvs == null ? EMPTY : cvs;
  }

  /** Asks about a path relative to the transfer's top, for lists whose every rule counts here. */
  public FilterResult check(byte[] path, boolean isDirectory) {
    return resultOf(
        match(
            path, 0, path.length, NameKind.of(isDirectory), FilterSide.EITHER, base, false, null));
  }

  /** As {@link #check(byte[], boolean)}, counting only the rules that one side looks at. */
  public FilterResult check(byte[] path, boolean isDirectory, FilterSide side) {
    return resultOf(match(path, 0, path.length, NameKind.of(isDirectory), side, base, false, null));
  }

  /** As {@link #check(byte[], boolean)}, true for {@link FilterResult#EXCLUDED}. */
  public boolean excludes(byte[] path, boolean isDirectory) {
    return rules.length > 0 && check(path, isDirectory) == FilterResult.EXCLUDED;
  }

  /**
   * Which of one side's rules decides about a relative path wherever its top lies; null where none
   * does, or where one that may include it needs to know.
   */
  public @Nullable FilterRule decidesAnywhere(byte[] path, boolean isDirectory, FilterSide side) {
    NameKind kind = NameKind.of(isDirectory);
    for (FilterRule rule : rules) {
      if (rule.has(RuleFlags.CVS)) {
        FilterRule found = cvs().match(path, 0, path.length, kind, side, base, false, null);
        if (found != null) {
          return found;
        }
      } else if ((rule.sides() & side.mask) != 0) {
        if (rule.dependsOnBase()) {
          if (rule.isInclude() && rule.mayApply(path, kind)) {
            return null;
          }
        } else if (rule.applies(path, 0, path.length, kind, base)) {
          return rule;
        }
      }
    }
    return null;
  }

  /**
   * Whether one side's rules exclude a relative path wherever its top lies: what only absolute
   * patterns exclude, or may include, is not excluded for certain.
   */
  public boolean excludesAnywhere(byte[] path, boolean isDirectory, FilterSide side) {
    FilterRule rule = decidesAnywhere(path, isDirectory, side);
    return rule != null && !rule.isInclude();
  }

  /**
   * Whether a path or a directory on the way to it is excluded. What a walk meets needs no such
   * look, since it does not enter what is excluded; a path that a peer made up does.
   */
  public boolean excludesWithParents(byte[] path, boolean isDirectory) {
    if (rules.length == 0) {
      return false;
    }
    for (int i = 1; i < path.length; i++) {
      if (path[i] == '/' && excludes(Arrays.copyOf(path, i), true)) {
        return true;
      }
    }
    return excludes(path, isDirectory);
  }

  /** The rules that {@code scope} and its list hold for a name, in order; null if none applies. */
  @Nullable FilterRule match(
      byte[] path,
      int offset,
      int length,
      NameKind kind,
      FilterSide side,
      byte[] base,
      boolean ignorePerishable,
      @Nullable FilterScope scope) {
    for (FilterRule rule : rules) {
      if (ignorePerishable && rule.isPerishable()) {
        continue;
      }
      FilterRule found = null;
      if (rule.has(RuleFlags.PER_DIRECTORY)) {
        if (scope != null) {
          found = scope.matchMerged(rule, path, offset, length, kind, side, ignorePerishable);
        }
      } else if (rule.has(RuleFlags.CVS)) {
        found = cvs().match(path, offset, length, kind, side, base, ignorePerishable, null);
      } else if ((rule.sides() & side.mask) != 0
          && rule.applies(path, offset, length, kind, base)) {
        found = rule;
      }
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  static FilterResult resultOf(@Nullable FilterRule rule) {
    if (rule == null) {
      return FilterResult.NONE;
    }
    return rule.isInclude() ? FilterResult.INCLUDED : FilterResult.EXCLUDED;
  }
}
