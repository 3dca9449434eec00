package org.jrsync.daemon.hook;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a hook with its variables filled in: {@code %NAME%} is the value of a
 * variable that exists. A value of an {@code RSYNC_} variable may be the client's, so it is quoted
 * for the place where it stands, and one that no quoting is safe for, since a second shell may see
 * it, is refused. Source of the rules: rsyncd.conf(5), and rsync 3.5.1's behaviour.
 */
final class HookText {

  /** What can be more than text to some shell. */
  private static final String UNSAFE = "'\"`$\\;&|<>()*?[]# !~{}";

  private final Function<String, @Nullable String> variables;
  private final StringBuilder out = new StringBuilder();
  private char quote;
  private boolean escaped;

  private HookText(Function<String, @Nullable String> variables) {
    this.variables = variables;
  }

  /**
   * Fills a command line in.
   *
   * @param variables a variable's value, null when there is none
   * @throws HookException when a value is not safe
   */
  static String expand(String template, Function<String, @Nullable String> variables) {
    return new HookText(variables).expand(template);
  }

  private String expand(String template) {
    int at = 0;
    while (at < template.length()) {
      char c = template.charAt(at);
      boolean name = c == '%' && at + 1 < template.length() && isUpper(template.charAt(at + 1));
      int close = name ? template.indexOf('%', at + 1) : -1;
      String variable = close < 0 ? "" : template.substring(at + 1, close);
      String value = close < 0 ? null : variables.apply(variable);
      if (value != null) {
        out.append(variable.startsWith("RSYNC_") ? quoted(variable, value) : value);
        at = close + 1;
      } else {
        follow(c);
        out.append(c);
        at++;
      }
    }
    return out.toString();
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  /** A safe value has nothing that needs an escape, only quotation marks around it. */
  private String quoted(String variable, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == 0x7f || UNSAFE.indexOf(c) >= 0) {
        throw new HookException(
            "refusing to run shell hook: %" + variable + "% holds a shell metacharacter");
      }
    }
    return quote == '\'' ? value : "'" + value + "'";
  }

  /** Keeps track of the quotation that the next character stands in. */
  private void follow(char c) {
    if (quote == '\'') {
      quote = c == '\'' ? 0 : quote;
    } else if (escaped) {
      escaped = false;
    } else if (c == '\\') {
      escaped = true;
    } else if (quote == '"') {
      quote = c == '"' ? 0 : quote;
    } else if (c == '\'' || c == '"') {
      quote = c;
    }
  }
}
