package org.jrsync.wire;

/**
 * What a reader does around its waits. Called on the reading thread; it must not read from the same
 * input.
 */
public interface IdleHook {
  /**
   * Called before every read from the transport, which may wait: the place to flush output that the
   * peer must see before it can answer.
   */
  default void beforeRead() {}

  /**
   * Asked before a wait: true where {@link #idle} has something to do rather than waiting. Then the
   * transport is read without waiting, and {@link #idle} called if nothing was there.
   */
  default boolean hasWork() {
    return false;
  }

  /** How often {@link #idle} is wanted during a wait, in milliseconds; 0 for never. */
  default long intervalMillis() {
    return 0;
  }

  /**
   * Called when nothing arrived within the interval, or when {@link #hasWork} and nothing was
   * there.
   */
  default void idle() {}
}
