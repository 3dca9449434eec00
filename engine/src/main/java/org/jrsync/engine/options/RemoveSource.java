package org.jrsync.engine.options;

/** Which sources the sender removes once the receiving side has them. */
public enum RemoveSource {
  NONE,
  /** {@code --remove-source-files}: all but directories. */
  PRESENT,
  /** {@code --remove-sent-files} of older releases: only what was transferred. */
  SENT;

  public boolean removes() {
    return this != NONE;
  }

  static RemoveSource of(int setting) {
    return switch (setting) {
      case 0 -> NONE;
      case 1 -> PRESENT;
      default -> SENT;
    };
  }
}
