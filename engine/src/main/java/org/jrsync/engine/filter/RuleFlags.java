package org.jrsync.engine.filter;

/**
 * Properties of a rule, and of a file whose rules inherit from the rule that names it. Their values
 * are rsync's own, which {@code --debug=filter2} shows; it uses bit 13 for what is not noted here.
 */
final class RuleFlags {
  static final int WILD = 1;
  static final int DOUBLE_STAR = 1 << 1;
  static final int LEADING_DOUBLE_STAR = 1 << 2;
  static final int TRAILING_TRIPLE_STAR = 1 << 3;

  /** Matched against the path from the module's or file system's root. */
  static final int ABSOLUTE = 1 << 4;

  static final int INCLUDE = 1 << 5;
  static final int DIRECTORY = 1 << 6;
  static final int WORD_SPLIT = 1 << 7;
  static final int NO_INHERIT = 1 << 8;
  static final int NO_PREFIXES = 1 << 9;
  static final int MERGE = 1 << 10;
  static final int PER_DIRECTORY = 1 << 11;
  static final int EXCLUDE_SELF = 1 << 12;
  static final int NEGATE = 1 << 14;
  static final int CVS = 1 << 15;
  static final int SENDER = 1 << 16;
  static final int RECEIVER = 1 << 17;
  static final int CLEAR = 1 << 18;
  static final int PERISHABLE = 1 << 19;
  static final int XATTR = 1 << 20;

  /** The text came from a file's contents and is not shown in messages. */
  static final int FROM_FILE = 1 << 21;

  static final int SIDES = SENDER | RECEIVER;

  /** What a rule takes over from the file it stands in. */
  static final int INHERITED = ABSOLUTE | INCLUDE | DIRECTORY | NEGATE | PERISHABLE;

  private RuleFlags() {}

  static boolean has(int flags, int any) {
    return (flags & any) != 0;
  }
}
