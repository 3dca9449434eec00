package org.jrsync.engine.options;

/**
 * One row of an option table: one long name, one letter, or both.
 *
 * @param longName the name without its dashes; empty for a row that has a letter only
 * @param letter the short name, 0 for none
 * @param argument what follows the name
 * @param setting what the option sets
 * @param effect how it sets it
 * @param value the constant of {@link Effect#SET}, or what tells two actions of one setting apart
 */
record OptionSpec(
    String longName,
    char letter,
    ArgumentKind argument,
    Setting setting,
    Effect effect,
    int value) {

  /** Whether two rows mean the same thing, so that refusing one refuses the other. */
  boolean sameMeaning(OptionSpec other) {
    return setting == other.setting && effect == other.effect && value == other.value;
  }

  /** The name for messages: {@code --name (-x)}, {@code --name} or {@code -x}. */
  String display() {
    if (longName.isEmpty()) {
      return "-" + letter;
    }
    return letter == 0 ? "--" + longName : "--" + longName + " (-" + letter + ")";
  }
}
