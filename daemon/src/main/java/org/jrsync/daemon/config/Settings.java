package org.jrsync.daemon.config;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Read access to one set of values by kind. Immutable once its owner is published. */
abstract class Settings {

  private final Values values;

  Settings(Values values) {
    this.values = values;
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
