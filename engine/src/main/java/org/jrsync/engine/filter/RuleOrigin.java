package org.jrsync.engine.filter;

import org.jspecify.annotations.Nullable;

/**
 * Where rule text comes from, so that messages name the place and not the text when the text is a
 * file's: a peer that chooses which file is read as rules must not get its lines back in an error.
 */
final class RuleOrigin {
  /** An option, a configuration value or the wire: shown as it is. */
  static final RuleOrigin ARGUMENT = new RuleOrigin(false, null, null, -1);

  /** A file that was read and left long ago. */
  static final RuleOrigin UNKNOWN_FILE = new RuleOrigin(true, null, null, -1);

  private final boolean file;
  private final @Nullable String fileName;
  private final @Nullable String namedAt;
  private int line;

  private RuleOrigin(boolean file, @Nullable String fileName, @Nullable String namedAt, int line) {
    this.file = file;
    this.fileName = fileName;
    this.namedAt = namedAt;
    this.line = line;
  }

  /**
   * The contents of a file that this text names.
   *
   * @param nameFromFile whether the name itself stood in a file, and so is not shown either
   * @param byLine whether rules are counted by lines
   */
  RuleOrigin file(String name, boolean nameFromFile, boolean byLine) {
    int first = byLine ? 0 : -1;
    return nameFromFile
        ? new RuleOrigin(true, null, file && this != UNKNOWN_FILE ? where() : null, first)
        : new RuleOrigin(true, name, null, first);
  }

  boolean isFile() {
    return file;
  }

  void nextLine() {
    if (line >= 0) {
      line++;
    }
  }

  /** The text itself, or the place it stands in. */
  String shown(String text) {
    return file ? "<rule from " + where() + ">" : text;
  }

  /** As {@link #shown(String)}, for the text of a rule that was read earlier. */
  String shown(String text, int ruleFlags) {
    return file || RuleFlags.has(ruleFlags, RuleFlags.FROM_FILE)
        ? "<rule from " + where() + ">"
        : text;
  }

  private String where() {
    if (fileName == null) {
      return namedAt == null ? "a file read earlier" : "a file named at " + namedAt;
    }
    return line < 0 ? fileName : fileName + " line " + line;
  }
}
