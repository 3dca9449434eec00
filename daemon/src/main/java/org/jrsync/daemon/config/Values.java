package org.jrsync.daemon.config;

import org.jspecify.annotations.Nullable;

/**
 * One value, or none, for every parameter, with the place where it was set: what is being collected
 * while a file is read.
 */
@SuppressWarnings("EnumOrdinal") // The parameters index arrays that never leave this class.
final class Values {
  private static final Values INITIAL = new Values();

  static {
    for (Parameter p : Parameter.values()) {
      INITIAL.set(p, p.initial());
    }
  }

  private final @Nullable Object[] values;
  private final @Nullable String[] places;

  private Values() {
    this.values = new Object[Parameter.values().length];
    this.places = new String[values.length];
  }

  private Values(Values other) {
    this.values = other.values.clone();
    this.places = other.places.clone();
  }

  /** The defaults of every parameter. */
  static Values initial() {
    return INITIAL.copy();
  }

  Values copy() {
    return new Values(this);
  }

  /**
   * Sets a value.
   *
   * @param place where that stands, such as {@code /etc/rsyncd.conf line 3}
   */
  void set(Parameter p, @Nullable Object value, String place) {
    set(p, value);
    places[p.ordinal()] = place;
  }

  void set(Parameter p, @Nullable Object value) {
    values[p.ordinal()] = value;
  }

  @Nullable Object get(Parameter p) {
    return values[p.ordinal()];
  }

  /** Where the value was set; null for a default. */
  @Nullable String place(Parameter p) {
    return places[p.ordinal()];
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
          places[p.ordinal()] = place;
        }
      }
    }
  }
}
