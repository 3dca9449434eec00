package org.jrsync.daemon.session;

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
}
