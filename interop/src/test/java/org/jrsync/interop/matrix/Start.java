package org.jrsync.interop.matrix;

/** What the destination holds when a transfer starts. */
enum Start {
  /** Nothing. */
  FRESH("fresh"),
  /** An exact copy. */
  NO_CHANGE("no change"),
  /** An outdated copy. */
  CHANGED("changed"),
  /** A copy with more in it than the source has; the transfer deletes. */
  DELETE("--delete");

  private final String title;

  Start(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
