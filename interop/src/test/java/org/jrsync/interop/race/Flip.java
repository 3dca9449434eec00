package org.jrsync.interop.race;

/** What becomes a link while a transfer pauses. */
enum Flip {
  /** The directory that the transfer works in. */
  PARENT,
  /** The very name that is used next. */
  LEAF
}
