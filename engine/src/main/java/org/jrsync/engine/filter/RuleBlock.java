package org.jrsync.engine.filter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

/** Rules being collected in order, from options or from one directory's merge file. */
final class RuleBlock {
  /**
   * Most per-directory merge files in force at a time. Each is looked for in every directory, and
   * any of them may hold rules for every name.
   */
  static final int MAX_MERGES = 128;

  private final List<FilterRule> rules = new ArrayList<>();
  private final Set<String> merges = new HashSet<>();
  private final Set<String> active;
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
    for (FilterRule rule : activeMerges) {
      merges.add(nameOf(rule));
    }
    this.active = Set.copyOf(merges);
  }

  /**
   * Adds a rule; a per-directory merge file that is named already is not added again.
   *
   * @throws RsyncException with {@code MALLOC} for more than {@link #MAX_MERGES} of those
   */
  void add(FilterRule rule) {
    if (rule.has(RuleFlags.PER_DIRECTORY)) {
      if (!merges.add(nameOf(rule))) {
        return;
      }
      if (merges.size() > MAX_MERGES) {
        throw new RsyncException(
            ExitCode.MALLOC,
            "the number of per-directory filter files is more than the limit of " + MAX_MERGES);
      }
    }
    rules.add(rule);
  }

  void clear() {
    rules.clear();
    merges.clear();
    merges.addAll(active);
    cleared = true;
  }

  /** Whether rules from above the block were thrown away too. */
  boolean cleared() {
    return cleared;
  }

  List<FilterRule> rules() {
    return rules;
  }

  private static String nameOf(FilterRule merge) {
    return new String(Paths.lastPart(merge.pattern()), StandardCharsets.ISO_8859_1);
  }
}
