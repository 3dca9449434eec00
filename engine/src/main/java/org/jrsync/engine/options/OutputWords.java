package org.jrsync.engine.options;

import java.util.Locale;

/**
 * The words of {@code --info} and {@code --debug}: flag names with an optional level behind,
 * separated by commas, of any case, and {@code ALL}, {@code NONE} and {@code HELP}.
 */
final class OutputWords {

  /** The highest level a flag takes; more is cut down to it. */
  static final int MAX_LEVEL = 4;

  private OutputWords() {}

  /**
   * Applies the words in order.
   *
   * @param tolerant a server skips the words of newer clients that it does not know
   * @return true if help was asked for, where the reading stops
   */
  static boolean parse(boolean debug, String text, OutputLevels levels, boolean tolerant) {
    for (int start = 0, end; start <= text.length(); start = end + 1) {
      end = text.indexOf(',', start);
      if (end < 0) {
        end = text.length();
      }
      if (end == start) {
        continue;
      }
      int nameEnd = end;
      if (!Bytes.isDigit(text.charAt(start))) {
        while (Bytes.isDigit(text.charAt(nameEnd - 1))) {
          nameEnd--;
        }
      }
      String name = text.substring(start, nameEnd).toUpperCase(Locale.ROOT);
      int level = level(text.substring(nameEnd, end));
      if (name.equals("HELP")) {
        return true;
      }
      boolean known =
          name.equals("NONE") ? setAll(debug, levels, 0) : set(debug, name, level, levels);
      if (!known && !tolerant) {
        throw UsageException.syntax(
            "Unknown "
                + (debug ? "--debug" : "--info")
                + " item: \""
                + text.substring(start, nameEnd)
                + "\"");
      }
    }
    return false;
  }

  private static int level(String digits) {
    if (digits.isEmpty()) {
      return 1;
    }
    int level = 0;
    for (int i = 0; i < digits.length() && level <= MAX_LEVEL; i++) {
      level = level * 10 + (digits.charAt(i) - '0');
    }
    return Math.min(level, MAX_LEVEL);
  }

  private static boolean set(boolean debug, String name, int level, OutputLevels levels) {
    if (name.equals("ALL")) {
      return setAll(debug, levels, level);
    }
    if (debug) {
      for (Debug flag : Debug.values()) {
        if (flag.name().equals(name)) {
          levels.set(flag, level);
          return true;
        }
      }
      return false;
    }
    for (Info flag : Info.values()) {
      if (flag.name().equals(name)) {
        levels.set(flag, level);
        return true;
      }
    }
    return false;
  }

  private static boolean setAll(boolean debug, OutputLevels levels, int level) {
    if (debug) {
      for (Debug flag : Debug.values()) {
        levels.set(flag, level);
      }
    } else {
      for (Info flag : Info.values()) {
        levels.set(flag, level);
      }
    }
    return true;
  }
}
