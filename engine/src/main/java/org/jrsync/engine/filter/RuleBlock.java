package org.jrsync.engine.filter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jrsync.engine.tree.Paths;
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
  private final String name;
  private boolean cleared;

  /** A block without a name, whose merge files are the first ones. */
  RuleBlock() {
    this("", List.of());
  }

  /** A block whose rules say in messages where they are from. */
  RuleBlock(String name) {
    this(name, List.of());
  }

  /**
   * A block read below others.
   *
   * @param name of the list in messages
   * @param activeMerges per-directory merge rules that are in force already
   */
  RuleBlock(String name, List<FilterRule> activeMerges) {
    this.name = name;
    for (FilterRule rule : activeMerges) {
      merges.add(nameOf(rule));
    }
    this.active = Set.copyOf(merges);
  }

  /**
   * Adds a rule; a per-directory merge file that is named already is not added again.
   *
   * @return whether it was added
   * @throws RsyncException with {@code MALLOC} for more than {@link #MAX_MERGES} of those
   */
  boolean add(FilterRule rule) {
    if (rule.has(RuleFlags.PER_DIRECTORY)) {
      if (!merges.add(nameOf(rule))) {
        return false;
      }
      if (merges.size() > MAX_MERGES) {
        throw new RsyncException(
            ExitCode.MALLOC,
            "the number of per-directory filter files is more than the limit of " + MAX_MERGES);
      }
    }
    rules.add(rule);
    return true;
  }

  /** What messages call the list; empty for the main one. */
  String name() {
    return name;
  }

  /** How many per-directory merge files are in force, those above the block included. */
  int mergeCount() {
    return merges.size();
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
