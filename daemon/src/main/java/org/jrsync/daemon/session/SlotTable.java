package org.jrsync.daemon.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Counts the sessions of modules with {@code max connections}, in common with other daemons on the
 * host.
 */
public interface SlotTable {

  /** One session's place. Giving it back twice is harmless. */
  interface Slot extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes a place.
   *
   * @param lockFile the file whose locked ranges stand for the places, a text of bytes
   * @param max how many there are; a negative number means none
   * @return null when all are taken
   * @throws org.jrsync.posix.PosixException when the lock file cannot be opened
   */
  @Nullable Slot take(String lockFile, int max);

  /**
   * How the places behind a lock file are used by this daemon alone.
   *
   * @param active sessions that have one
   * @param waiting clients that wait for one
   */
  record Use(int active, int waiting) {}

  /** How the places behind a lock file are used. */
  default Use use(String lockFile) {
    return new Use(0, 0);
  }

  /** Told how many clients wait already when another begins to. */
  @FunctionalInterface
  interface Waiting {
    void behind(int others);
  }

  /**
   * Takes a place, and waits for one in the order of coming where others have them all.
   *
   * @param queued how many may wait at a time
   * @param time how long each may
   * @param waiting told when the caller has to
   * @return null when there was no place, or too many wait
   * @throws org.jrsync.posix.PosixException when the lock file cannot be opened
   */
  default @Nullable Slot await(
      String lockFile, int max, int queued, Duration time, Waiting waiting) {
    return take(lockFile, max);
  }
}
