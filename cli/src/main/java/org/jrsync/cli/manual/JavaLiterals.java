package org.jrsync.cli.manual;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The string literals of a Java source. */
final class JavaLiterals {

  /**
   * Whatever may hold the beginning of another: comments, characters, and the literals, which are
   * the first group. What begins first counts.
   */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?s:/\\*.*?\\*/)|//[^\\n]*|'(?:[^'\\\\\\n]|\\\\[^\\n])+'"
              + "|((?s:\"\"\".*?(?<!\\\\)\"\"\")|\"(?:[^\"\\\\\\n]|\\\\.)*\")");

  private JavaLiterals() {}

  /** What stands between the quotes, as it is written. */
  static Stream<String> of(String source) {
    return TOKEN
        .matcher(source)
        .results()
        .map(match -> match.group(1))
        .filter(literal -> literal != null)
        .map(JavaLiterals::content);
  }

  private static String content(String literal) {
    int quotes = literal.startsWith("\"\"\"") ? 3 : 1;
    return literal.substring(quotes, literal.length() - quotes);
  }
}
