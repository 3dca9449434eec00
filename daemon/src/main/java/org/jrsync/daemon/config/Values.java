package org.jrsync.daemon.config;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One value, or none, for every parameter, with the place where it was set: what is being collected
 * while a file is read.
 */
final class Values {

  private final Map<Parameter, Object> values;
  private final Map<Parameter, String> places;

  private Values(Map<Parameter, Object> values, Map<Parameter, String> places) {
    this.values = values;
    this.places = places;
  }

  /** The defaults of every parameter. */
  static Values initial() {
    Values values = new Values(new EnumMap<>(Parameter.class), new EnumMap<>(Parameter.class));
    for (Parameter p : Parameter.values()) {
      values.set(p, p.initial());
    }
    return values;
  }

  Values copy() {
    return new Values(new EnumMap<>(values), new EnumMap<>(places));
  }

  /**
   * Sets a value.
   *
   * @param place where that stands, such as {@code /etc/rsyncd.conf line 3}
   */
  void set(Parameter p, @Nullable Object value, String place) {
    set(p, value);
    places.put(p, place);
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

  /** Where the value was set; null for a default. */
  @Nullable String place(Parameter p) {
    return places.get(p);
  }

  /**
   * Takes over the texts of {@code defaults} where this has none, whatever their order in the file.
   */
  void fillFrom(Values defaults) {
    for (Parameter p : Parameter.values()) {
      if ((p.isText() || p.type() == Parameter.Type.COMMAND) && get(p) == null) {
        set(p, defaults.get(p));
        String place = defaults.place(p);
        if (place != null) {
          places.put(p, place);
        }
      }
    }
  }
}
