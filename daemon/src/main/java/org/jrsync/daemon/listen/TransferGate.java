package org.jrsync.daemon.listen;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jrsync.daemon.log.RareLine;
import org.jspecify.annotations.Nullable;

/**
 * Lets a limited number of transfers run at once; further ones wait in the order of their coming.
 * Of those that run, few begin at a time.
 */
final class TransferGate {

  /** More than there can be sessions. */
  private static final int ALL = 1 << 30;

  private final int limit;
  private final Semaphore places;
  private final WorkTurns turns;
  private final Consumer<String> log;
  private final RareLine fullLine = new RareLine(TimeUnit.SECONDS.toNanos(1));
  private boolean open;

  /**
   * @param log the daemon's log
   */
  TransferGate(int limit, Consumer<String> log) {
    this(limit, WorkTurns.ofProcess(), log);
  }

  TransferGate(int limit, WorkTurns turns, Consumer<String> log) {
    this.limit = limit;
    this.places = new Semaphore(limit, true);
    this.turns = turns;
    this.log = log;
  }

  /** A transfer's place. */
  final class Pass {
    private final WorkTurns.Turn turn;

    private Pass(WorkTurns.Turn turn) {
      this.turn = turn;
    }

    /** Gives the place back. */
    void leave() {
      turn.end();
      places.release();
    }
  }

  /** Goes through without waiting; null where that is not possible. */
  @Nullable Pass tryEnter() {
    if (places.hasQueuedThreads() || !places.tryAcquire()) {
      return null;
    }
    Pass pass = null;
    try {
      WorkTurns.Turn turn = turns.tryBegin();
      pass = turn == null ? null : new Pass(turn);
    } finally {
      if (pass == null) {
        places.release();
      }
    }
    return pass;
  }

  /**
   * Waits for a place.
   *
   * @param who waits, for the log
   */
  Pass enter(String who) {
    if (places.availablePermits() == 0) {
      fullLine.tell(
          log,
          () ->
              "max transfers ("
                  + limit
                  + ") reached: "
                  + who
                  + " waits behind "
                  + places.getQueueLength());
    }
    places.acquireUninterruptibly();
    Pass pass = null;
    try {
      pass = new Pass(turns.await());
      return pass;
    } finally {
      if (pass == null) {
        places.release();
      }
    }
  }

  /** Nobody waits any more from now on: the daemon ends. */
  synchronized void open() {
    if (!open) {
      open = true;
      places.release(ALL);
      turns.open();
    }
  }
}
