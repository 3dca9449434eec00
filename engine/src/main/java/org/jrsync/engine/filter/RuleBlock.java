package org.jrsync.engine.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rules being collected in order, from options or from one directory's merge file. */
final class RuleBlock {
  private final List<FilterRule> rules = new ArrayList<>();
  private final List<FilterRule> activeMerges;
  private boolean cleared;

  /** A block whose merge files are the first ones. */
  RuleBlock() {
    this(List.of());
  }

  /**
   * A block read below others.
   *
   * @param activeMerges per-directory merge rules that are in force already
   */
  RuleBlock(List<FilterRule> activeMerges) {
    this.activeMerges = activeMerges;
  }

  /** Adds a rule; a per-directory merge file that is named already is not added again. */
  void add(FilterRule rule) {
    if (rule.has(RuleFlags.PER_DIRECTORY) && (names(activeMerges, rule) || names(rules, rule))) {
      return;
    }
    rules.add(rule);
  }

  void clear() {
    rules.clear();
    cleared = true;
  }

  /** Whether rules from above the block were thrown away too. */
  boolean cleared() {
    return cleared;
  }

  List<FilterRule> rules() {
    return rules;
  }

  private static boolean names(List<FilterRule> merges, FilterRule rule) {
    byte[] wanted = Paths.lastPart(rule.pattern());
    for (int i = 0; i < merges.size(); i++) {
      FilterRule merge = merges.get(i);
      if (merge.has(RuleFlags.PER_DIRECTORY)
          && Arrays.equals(Paths.lastPart(merge.pattern()), wanted)) {
        return true;
      }
    }
    return false;
  }
}
