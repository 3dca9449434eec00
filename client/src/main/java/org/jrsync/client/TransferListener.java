package org.jrsync.client;

/**
 * Watches a transfer. Methods are called one at a time, but on threads of the transfer, which waits
 * meanwhile: return soon. What a method throws ends the transfer and comes out of {@link
 * Rsync#run}; no further method is called then. Each does nothing unless it is overridden.
 */
public interface TransferListener {
  /** There is something to tell. */
  default void message(Message message) {}

  /**
   * An entry was changed. Only with {@link Rsync.Builder#itemize}; files are told of as their data
   * begins to move.
   */
  default void entry(ChangedEntry entry) {}

  /** Data moves; called some times a second, and at the end of each file. */
  default void progress(Progress progress) {}
}
