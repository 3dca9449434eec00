package org.jrsync.engine.options;

/** What follows an option's name on the command line. */
enum ArgumentKind {
  /** Nothing: the name says it all. */
  NONE,
  /** A whole number that fits an int, in C's notation: decimal, 0x hexadecimal or 0 octal. */
  NUMBER,
  /** Any bytes. */
  TEXT
}
