package org.jrsync.engine.options;

/** What happens to a {@link Setting} when one of its option names is met. */
enum Effect {
  /** The setting takes the constant of the table's row. */
  SET,
  /** The setting grows by one. */
  COUNT,
  /** The setting takes the number that was given. */
  NUMBER,
  /** The setting takes the text that was given; the last one wins. */
  TEXT,
  /** The parser acts at once, because the order of the arguments matters. */
  ACTION
}
