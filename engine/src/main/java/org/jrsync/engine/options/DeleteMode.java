package org.jrsync.engine.options;

/** When extraneous files on the receiver are deleted. */
public enum DeleteMode {
  /** Nothing is deleted. */
  NONE,
  /** {@code --delete}: the protocol decides between before and during. */
  UNSPECIFIED,
  /** {@code --delete-before}. */
  BEFORE,
  /** {@code --delete-during}. */
  DURING,
  /** {@code --delete-delay}: found during, deleted after. */
  DELAY,
  /** {@code --delete-after}. */
  AFTER;

  /** Whether any deletion was asked for. */
  public boolean deletes() {
    return this != NONE;
  }
}
