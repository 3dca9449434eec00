package org.jrsync.daemon.config;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jrsync.engine.report.SystemLog;
import org.jspecify.annotations.Nullable;

/**
 * Reads a parameter's text by its kind, as forgiving as upstream is: nothing here stops a daemon.
 */
final class ValueReader {

  private static final List<String> TRUE = List.of("yes", "true", "1");
  private static final List<String> FALSE = List.of("no", "false", "0");
  private static final List<String> UNSET = List.of("unset", "-1");

  private ValueReader() {}

  /**
   * @param before the value so far, kept when the text is not understood
   * @param warnings receives a line when it is not
   */
  static @Nullable Object read(
      Parameter p, String text, @Nullable Object before, Consumer<String> warnings) {
    return switch (p.type()) {
      case TEXT, COMMAND -> text;
      case PATH -> withoutTrailingSlashes(text);
      case INTEGER -> integer(text);
      case BOOLEAN -> truth(text, false, before, warnings);
      case OPTIONAL_BOOLEAN -> truth(text, true, before, warnings);
      case FACILITY -> facility(text, before);
    };
  }

  /** The number at the start of a text as C's {@code atoi} has it, clamped to what an int holds. */
  static int integer(String text) {
    int at = 0;
    while (at < text.length() && ConfigReader.isSpace(text.charAt(at))) {
      at++;
    }
    boolean negative = false;
    if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      negative = text.charAt(at) == '-';
      at++;
    }
    long number = 0;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      number = Math.min(number * 10 + (text.charAt(at) - '0'), 1L + Integer.MAX_VALUE);
      at++;
    }
    return Math.clamp(negative ? -number : number, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static String withoutTrailingSlashes(String path) {
    int end = path.length();
    while (end > 1 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  private static @Nullable Object truth(
      String text, boolean optional, @Nullable Object before, Consumer<String> warnings) {
    String word = Parameter.fold(text);
    if (TRUE.contains(word)) {
      return true;
    }
    if (FALSE.contains(word)) {
      return false;
    }
    if (optional && UNSET.contains(word)) {
      return null;
    }
    warnings.accept("Badly formed boolean in configuration file: \"" + text + "\".");
    return before;
  }

  private static @Nullable Object facility(String text, @Nullable Object before) {
    String name = text.toLowerCase(Locale.ROOT);
    if (SystemLog.isFacility(name)) {
      return name;
    }
    return integer(text) > 0 ? Integer.toString(integer(text)) : before;
  }
}
