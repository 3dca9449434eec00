package org.jrsync.engine.filter;

import java.util.function.Consumer;

/** Tells of rules that are read and merge files that are entered: {@code --debug=filter}. */
public final class RuleTrace {
  /** Tells nothing. */
  public static final RuleTrace SILENT = new RuleTrace(0, "", text -> {});

  private static final int STEPS = 2;

  private final int level;
  private final String who;
  private final Consumer<String> lines;

  /**
   * @param level of {@code --debug=filter}: 1 warns of rules that end in a space, 2 tells every
   *     step
   * @param who name of this process in messages
   * @param lines takes messages, without a line end and with one character a byte
   */
  public RuleTrace(int level, String who, Consumer<String> lines) {
    this.level = level;
    this.who = who;
    this.lines = lines;
  }

  /** Whether every step is told. */
  boolean tellsSteps() {
    return level >= STEPS;
  }

  /** Tells a step, in a list of rules that may have a name. */
  void step(String text, String list) {
    if (tellsSteps()) {
      lines.accept("[" + who + "] " + text + suffix(list));
    }
  }

  /**
   * Tells of a rule that is read.
   *
   * @param flags as parsed
   */
  void rule(byte[] pattern, int flags, RuleOrigin origin, String list) {
    if (level < 1) {
      return;
    }
    boolean shown = !origin.isFile() && !RuleFlags.has(flags, RuleFlags.FROM_FILE);
    int last = pattern.length == 0 ? 0 : pattern[pattern.length - 1];
    boolean space = last == ' ' || last == '\t';
    if (!space && !tellsSteps()) {
      return;
    }
    String prefix = shown ? RuleReader.show(FilterExchange.fullPrefix(flags)) : "";
    String text = origin.shown(RuleReader.show(pattern), flags);
    String caution = space && shown ? " -- CAUTION: trailing whitespace!" : "";
    lines.accept("[" + who + "] add_rule(" + prefix + text + ")" + suffix(list) + caution);
  }

  /**
   * Tells of a file of rules.
   *
   * @param template flags that its rules inherit
   * @param how the mode in which it is read: 1 for a file that must be there, 2 for old prefixes, 4
   *     for the file of a directory, added up
   */
  void file(String name, int template, int how, boolean found, RuleOrigin namedBy) {
    if (tellsSteps()) {
      boolean shown = !namedBy.isFile() && !RuleFlags.has(template, RuleFlags.FROM_FILE);
      lines.accept(
          "["
              + who
              + "] parse_filter_file("
              + namedBy.shown(name, template)
              + ","
              + Integer.toHexString(template)
              + ","
              + Integer.toHexString(how)
              + ")"
              + (shown && !found ? " [not found]" : ""));
    }
  }

  private static String suffix(String list) {
    return list.isEmpty() ? "" : " [" + list + "]";
  }
}
