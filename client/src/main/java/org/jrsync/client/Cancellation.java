package org.jrsync.client;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a transfer is to end before its time, and what to close so that its thread, wherever it
 * waits, gets to know.
 */
final class Cancellation {
  private @Nullable Closeable held;
  private volatile boolean cancelled;

  /**
   * Names what the transfer waits for from now on, in place of what it waited for before; closed at
   * once if the transfer is to end already.
   *
   * @param connection may be closed by any thread, and more than once
   */
  void hold(Closeable connection) {
    synchronized (this) {
      held = connection;
      if (!cancelled) {
        return;
      }
    }
    close(connection);
  }

  /** Ends the transfer; from any thread. */
  void cancel() {
    Closeable open;
    synchronized (this) {
      cancelled = true;
      open = held;
    }
    if (open != null) {
      close(open);
    }
  }

  boolean isCancelled() {
    return cancelled;
  }

  private static void close(Closeable connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // Nothing is left to be said over it.
      return;
    }
  }
}
