package org.jrsync.engine.options;

/** What becomes of a source argument that names nothing. */
public enum MissingArgs {
  /** It is an error. */
  REPORT,
  /** {@code --ignore-missing-args}: it is left out. */
  IGNORE,
  /** {@code --delete-missing-args}: what has its name at the destination is deleted. */
  DELETE
}
