package org.jrsync.daemon.session;

import org.jspecify.annotations.Nullable;

/** Hears of sessions as they end. Called on the session's thread. */
@FunctionalInterface
public interface SessionObserver {

  /**
   * One session is over.
   *
   * @param peer the client's address
   * @param request what it asked for, or null when it did not get that far
   * @param result how the transfer ended, or null when there was none
   */
  void ended(String peer, @Nullable TransferRequest request, @Nullable TransferResult result);
}
