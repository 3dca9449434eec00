package org.jrsync.daemon.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code %NAME%} by the value of a variable, once: what a value holds is not looked at
 * again. Names begin with an upper-case letter; an unknown one stays as it is written. Variables
 * are those of a session, where there is one, and the daemon's environment. Source: rsyncd.conf(5),
 * and rsync 3.5.1's behaviour.
 */
final class VariableExpander {

  /** What begins the names of a session's variables. */
  private static final String OF_SESSIONS = "RSYNC_";

  /** Those whose values a client has a say in. */
  private static final Set<String> OF_CLIENTS = Set.of("RSYNC_USER_NAME", "RSYNC_HOST_NAME");

  /** What has a meaning in rules: what separates and begins them, and wildcards. */
  private static final String OF_RULES = "!*?[]\\";

  /** How much longer a text may get, in bytes, as in rsync. */
  private static final int MOST_ADDED = 2048;

  /** Leaves every text as it is written. */
  static final VariableExpander NONE = new VariableExpander(name -> null);

  private final Function<String, @Nullable String> environment;

  /**
   * @param environment a variable's value as a text of bytes, or null when there is none
   */
  VariableExpander(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  /** A text as it is outside of sessions. */
  String expand(String text, Parameter p) {
    return expand(text, p, Map.of());
  }

  /**
   * A text as it is in a session.
   *
   * @param session the variables that are known by now, by name
   * @throws ConfigException when it gets too long, or when it is a path which a client's value
   *     might lead elsewhere, or rules which it might change
   */
  String expand(String text, Parameter p, Map<String, String> session) {
    String filled =
        fill(
            text,
            name -> {
              String value = session.get(name);
              if (value == null) {
                return environment.apply(name);
              }
              if (OF_CLIENTS.contains(name) && !isHarmless(value, p)) {
                throw new ConfigException(
                    "\"" + p.label() + "\" is not to be made of %" + name + "%, which is " + value);
              }
              return value;
            });
    if (filled.length() > text.length() + MOST_ADDED) {
      throw new ConfigException("\"" + p.label() + "\" gets too long by its variables: " + text);
    }
    return filled;
  }

  private static boolean isHarmless(String value, Parameter p) {
    return p.isRules() ? isOneName(value) && isLiteral(value) : !p.isFile() || isOneName(value);
  }

  /** Whether a value stands for itself in a rule. */
  private static boolean isLiteral(String value) {
    return value.chars().noneMatch(c -> c <= ' ' || OF_RULES.indexOf(c) >= 0);
  }

  /** Whether a value means one step down in a path and no more. */
  private static boolean isOneName(String value) {
    return value.indexOf('/') < 0 && !value.equals(".") && !value.equals("..");
  }

  /** The variables of sessions that a text refers to. */
  static Set<String> ofSessions(String text) {
    Set<String> names = new TreeSet<>();
    String _ =
        fill(
            text,
            name -> {
              if (name.startsWith(OF_SESSIONS)) {
                names.add(name);
              }
              return null;
            });
    return names;
  }

  /** Whether there is anything to replace. */
  static boolean hasReference(String text) {
    int percent = text.indexOf('%');
    return percent >= 0 && text.indexOf('%', percent + 1) > 0;
  }

  private static String fill(String text, Function<String, @Nullable String> values) {
    if (!hasReference(text)) {
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
