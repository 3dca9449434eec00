package org.jrsync.interop.differential;

import java.util.List;

/** Random filter patterns and rules. */
final class Patterns {
  private static final List<String> PATTERNS =
      List.of(
          "*",
          "*.o",
          "*.c",
          "/a",
          "/b",
          "foo",
          "foo*",
          "/foo/",
          "a/",
          "*/",
          "**",
          "a/b",
          "/a/b",
          "a/**",
          "**/c",
          "[a-c]",
          "[!a-c]",
          "?",
          ".*",
          "q\\?x",
          "q?x",
          "st\\*r",
          "*e*",
          "/src/a",
          "src/*",
          "[[:alpha:]]*",
          "x*",
          "\\a",
          "foo/***",
          "/a/***",
          "/d/**/b",
          "-dash",
          "new*",
          "sp ace",
          "**foo",
          "b/**",
          "foo.*",
          "f?o",
          "c/d/",
          "[]y]",
          "/",
          "core",
          "back\\\\sl",
          "[y]",
          "\\[y]",
          "*.tmp");
  private static final List<String> KINDS =
      List.of(
          "- ",
          "+ ",
          "- ",
          "+ ",
          "-/ ",
          "-! ",
          "+! ",
          "-s ",
          "-r ",
          "-p ",
          "P ",
          "R ",
          "H ",
          "S ",
          "exclude ",
          "include ",
          "protect ",
          "hide ",
          "show ",
          "risk ",
          "exclude,! ",
          "-,s ",
          "-sr ");

  private Patterns() {}

  static String pattern(Dice dice) {
    return dice.oneOf(PATTERNS);
  }

  static String rule(Dice dice) {
    return dice.oneOf(KINDS) + pattern(dice);
  }

  /** A file of rules. */
  static String rules(Dice dice) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      text.append(
              switch (dice.below(5)) {
                case 0 -> "# a comment";
                case 1 -> "";
                default -> rule(dice);
              })
          .append('\n');
    }
    return text.toString();
  }

  /** A file of patterns. */
  static String list(Dice dice) {
    return pattern(dice) + "\n; a comment\n" + rule(dice) + "\n" + pattern(dice) + "\n";
  }
}
