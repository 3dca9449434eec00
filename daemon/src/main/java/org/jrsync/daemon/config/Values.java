package org.jrsync.daemon.config;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One value, or none, for every parameter: what is being collected while a file is read. */
final class Values {

  private final Map<Parameter, Object> values;

  private Values(Map<Parameter, Object> values) {
    this.values = values;
  }

  /** The defaults of every parameter. */
  static Values initial() {
    Values values = new Values(new EnumMap<>(Parameter.class));
    for (Parameter p : Parameter.values()) {
      values.set(p, p.initial());
    }
    return values;
  }

  Values copy() {
    return new Values(new EnumMap<>(values));
  }

  void set(Parameter p, @Nullable Object value) {
    if (value == null) {
      values.remove(p);
    } else {
      values.put(p, value);
    }
  }

  @Nullable Object get(Parameter p) {
    return values.get(p);
  }

  /**
   * Takes over the texts of {@code defaults} where this has none, whatever their order in the file.
   */
  void fillFrom(Values defaults) {
    for (Parameter p : Parameter.values()) {
      boolean text = p.type() == Parameter.Type.TEXT || p.type() == Parameter.Type.PATH;
      if (text && get(p) == null) {
        set(p, defaults.get(p));
      }
    }
  }
}
