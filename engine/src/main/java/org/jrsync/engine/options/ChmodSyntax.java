package org.jrsync.engine.options;

/**
 * Checks the rules of {@code --chmod}: chmod(1)'s symbols or octal digits, with D and F in front;
 * see rsync(1).
 */
final class ChmodSyntax {

  private ChmodSyntax() {}

  static boolean isValid(String rules) {
    for (int start = 0, end; start <= rules.length(); start = end + 1) {
      end = rules.indexOf(',', start);
      end = end < 0 ? rules.length() : end;
      if (!isRule(rules.substring(start, end))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isRule(String rule) {
    int at = 0;
    boolean dirs = false;
    boolean files = false;
    boolean who = false;
    for (; at < rule.length() && "DFugoa".indexOf(rule.charAt(at)) >= 0; at++) {
      char c = rule.charAt(at);
      dirs |= c == 'D';
      files |= c == 'F';
      who |= c != 'D' && c != 'F';
    }
    if (at == rule.length() || (dirs && files)) {
      return false;
    }
    char c = rule.charAt(at);
    if (c >= '0' && c <= '7') {
      return !who && isOctal(rule.substring(at));
    }
    return (c == '+' || c == '-' || c == '=') && isRight(rule.substring(at + 1));
  }

  private static boolean isOctal(String digits) {
    int mode = 0;
    for (int i = 0; i < digits.length(); i++) {
      int d = digits.charAt(i) - '0';
      mode = mode * 8 + d;
      if (d < 0 || d > 7 || mode > 07777) {
        return false;
      }
    }
    return true;
  }

  /** Permission letters, or one letter of whose permissions to copy, alone. */
  private static boolean isRight(String letters) {
    if (letters.length() == 1 && "ugo".contains(letters)) {
      return true;
    }
    for (int i = 0; i < letters.length(); i++) {
      if ("rwxXst".indexOf(letters.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }
}
