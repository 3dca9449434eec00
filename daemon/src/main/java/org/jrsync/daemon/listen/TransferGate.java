package org.jrsync.daemon.listen;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jrsync.daemon.log.RareLine;

/**
 * Lets a limited number of transfers run at once; further ones wait in the order of their coming.
 */
final class TransferGate {

  /** More than there can be sessions. */
  private static final int ALL = 1 << 30;

  private final int limit;
  private final Semaphore places;
  private final Consumer<String> log;
  private boolean open;
  private final RareLine fullLine = new RareLine(TimeUnit.SECONDS.toNanos(1));

  /**
   * @param log the daemon's log
   */
  TransferGate(int limit, Consumer<String> log) {
    this.limit = limit;
    this.places = new Semaphore(limit, true);
    this.log = log;
  }

  /** Goes through without waiting, if that is possible. */
  boolean tryEnter() {
    return !places.hasQueuedThreads() && places.tryAcquire();
  }

  /**
   * Waits for a place.
   *
   * @param who waits, for the log
   */
  void enter(String who) {
    fullLine.tell(
        log,
        () ->
            "max transfers ("
                + limit
                + ") reached: "
                + who
                + " waits behind "
                + places.getQueueLength());
    places.acquireUninterruptibly();
  }

  /** Gives the place back. */
  void leave() {
    places.release();
  }

  /** Nobody waits any more from now on: the daemon ends. */
  synchronized void open() {
    if (!open) {
      open = true;
      places.release(ALL);
    }
  }
}
