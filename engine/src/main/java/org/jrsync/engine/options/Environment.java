package org.jrsync.engine.options;

import org.jspecify.annotations.Nullable;

/** The environment variables of the process, as bytes. */
@FunctionalInterface
public interface Environment {

  /** Without any variable. */
  Environment EMPTY = name -> null;

  /** The value of a variable, or null when it is not set. */
  byte @Nullable [] get(String name);
}
