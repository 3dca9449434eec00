package org.jrsync.daemon.config;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Read access to one set of values by kind. Immutable once its owner is published. */
public abstract class Settings {

  private final Values values;

  /** Texts with variables, as they are now. */
  private final Map<Parameter, String> filled;

  Settings(Values values, Map<Parameter, String> filled) {
    this.values = values;
    this.filled = filled;
  }

  /** The texts that have variables, with those of the daemon's environment filled in. */
  static Map<Parameter, String> filled(Values values, VariableExpander variables) {
    Map<Parameter, String> filled = new EnumMap<>(Parameter.class);
    for (Parameter p : Parameter.values()) {
      if (p.isText()
          && values.get(p) instanceof String text
          && VariableExpander.hasReference(text)) {
        filled.put(p, variables.expand(text, p));
      }
    }
    return filled;
  }

  /** Whether a text has variables that each session has its own values of. */
  public final boolean varies(Parameter p) {
    return !sessionVariables(p).isEmpty();
  }

  /** The names of those variables. */
  public final Set<String> sessionVariables(Parameter p) {
    return p.isText() && values.get(p) instanceof String text
        ? VariableExpander.ofSessions(text)
        : Set.of();
  }

  /** Where a value was set, such as {@code /etc/rsyncd.conf line 3}; null for a default. */
  public final @Nullable String place(Parameter p) {
    return values.place(p);
  }

  /** A value as the file would have it; empty when unset. */
  public final String shown(Parameter p) {
    return switch (value(p)) {
      case null -> "";
      case Boolean flag -> flag ? "yes" : "no";
      case Object value -> value.toString();
    };
  }

  private @Nullable Object value(Parameter p) {
    String text = filled.get(p);
    return text == null ? values.get(p) : text;
  }

  /** A text, empty when unset. */
  public final String text(Parameter p) {
    Object value = value(p);
    return value == null ? "" : (String) value;
  }

  /** A text's bytes. */
  public final byte[] bytes(Parameter p) {
    return text(p).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A number. */
  public final int number(Parameter p) {
    Object value = values.get(p);
    return value == null ? 0 : (Integer) value;
  }

  /** A truth value. */
  public final boolean flag(Parameter p) {
    return Boolean.TRUE.equals(values.get(p));
  }

  /** A truth value that may be unset, which is null. */
  public final @Nullable Boolean optionalFlag(Parameter p) {
    return (Boolean) values.get(p);
  }
}
