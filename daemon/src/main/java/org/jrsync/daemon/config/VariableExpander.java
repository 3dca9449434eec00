package org.jrsync.daemon.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code %NAME%} by a variable of the daemon's environment when the file is read. Names
 * begin with an upper-case letter; an unknown one stays as it is written. The {@code RSYNC_}
 * variables of a session are not there yet when the file is read, so a reference to one is refused,
 * but in "syslog tag", which is looked at again when a session begins.
 */
final class VariableExpander {

  private final Function<String, @Nullable String> environment;

  /**
   * @param environment a variable's value as a text of bytes, or null when there is none
   */
  VariableExpander(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  String expand(String text, Parameter p) {
    return fill(
        text,
        name -> {
          if (!name.startsWith("RSYNC_")) {
            return environment.apply(name);
          }
          if (p == Parameter.SYSLOG_TAG) {
            return null; // A session fills it in.
          }
          throw new ConfigException(
              "the variable %"
                  + name
                  + "% in \""
                  + p.label()
                  + "\" is not supported by this version");
        });
  }

  /** Replaces references to variables that have a value. */
  static String fill(String text, Function<String, @Nullable String> values) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 64);
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int close = c == '%' && startsName(text, at + 1) ? text.indexOf('%', at + 1) : -1;
      if (close > 0) {
        String value = values.apply(text.substring(at + 1, close));
        if (value != null) {
          out.append(value);
          at = close + 1;
          continue;
        }
      }
      out.append(c);
      at++;
    }
    return out.toString();
  }

  private static boolean startsName(String text, int at) {
    return at < text.length() && text.charAt(at) >= 'A' && text.charAt(at) <= 'Z';
  }
}
