package org.jrsync.engine.filter;

/** When a slash in a pattern anchors it at the root instead of the transfer's top. */
enum AnchorScheme {
  /** Only with the {@code /} modifier: rules of options and of the wire. */
  TRANSFER,
  /** A leading slash means the directory of the rule's file: per-directory merge files. */
  DIRECTORY,
  /**
   * Any slash means the path from the module's root, and excluding a directory excludes its
   * contents.
   */
  DAEMON;

  boolean makesAbsolute(boolean anchored, int slashes) {
    return switch (this) {
      case TRANSFER -> false;
      case DIRECTORY -> anchored;
      case DAEMON -> slashes > 0;
    };
  }
}
