package org.jrsync.daemon.config;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Read access to one set of values by kind. Immutable once its owner is published. */
public abstract class Settings {

  private final Values values;

  Settings(Values values) {
    this.values = values;
  }

  /** Where a value was set, such as {@code /etc/rsyncd.conf line 3}; null for a default. */
  public final @Nullable String place(Parameter p) {
    return values.place(p);
  }

  /** A value as the file would have it; empty when unset. */
  public final String shown(Parameter p) {
    return switch (values.get(p)) {
      case null -> "";
      case Boolean flag -> flag ? "yes" : "no";
      case Object value -> value.toString();
    };
  }

  /** A text, empty when unset. */
  public final String text(Parameter p) {
    Object value = values.get(p);
    return value == null ? "" : (String) value;
  }

  /** A text's bytes as they stand in the file. */
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
