package org.jrsync.engine.options;

/** Whether a side acts as user 0: what {@code --super}, {@code --no-super} and such say. */
public enum SuperUser {
  /** If it is user 0. */
  AUTOMATIC,
  /** {@code --super}: whoever it is. */
  ALWAYS,
  /** {@code --no-super}: not even as user 0. */
  NEVER,
  /**
   * {@code --fake-super}: whoever it is, while owners, special modes and devices go to an extended
   * attribute.
   */
  FAKE;

  /**
   * Whether owners are preserved and devices made.
   *
   * @param root whether files are touched as user 0
   */
  public boolean actsAsRoot(boolean root) {
    return this == AUTOMATIC ? root : this != NEVER;
  }

  /** Whether privileged attributes are stored in an extended attribute. */
  public boolean isFake() {
    return this == FAKE;
  }
}
