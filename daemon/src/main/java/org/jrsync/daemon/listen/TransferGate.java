package org.jrsync.daemon.listen;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jrsync.daemon.log.RareLine;
import org.jspecify.annotations.Nullable;

/**
 * Lets a limited number of transfers run at once; further ones wait in the order of their coming.
 * Of those that run, few begin at a time. No module has all places while there are others, so that
 * one whose disk or clients have stopped leaves some to the rest.
 */
final class TransferGate {

  /** More than there can be sessions. */
  private static final int ALL = 1 << 30;

  private final int limit;
  private final BooleanSupplier severalModules;
  private final Semaphore places;
  private final Map<String, Semaphore> shares = new ConcurrentHashMap<>();
  private final WorkTurns turns;
  private final Consumer<String> log;
  private volatile boolean open;
  private final RareLine fullLine = new RareLine(TimeUnit.SECONDS.toNanos(1));

  /**
   * @param severalModules whether there are others to keep places for
   * @param log the daemon's log
   */
  TransferGate(int limit, BooleanSupplier severalModules, Consumer<String> log) {
    this(limit, severalModules, WorkTurns.ofProcess(), log);
  }

  TransferGate(int limit, BooleanSupplier severalModules, WorkTurns turns, Consumer<String> log) {
    this.limit = limit;
    this.severalModules = severalModules;
    this.places = new Semaphore(limit, true);
    this.turns = turns;
    this.log = log;
  }

  /** A transfer's place. */
  final class Pass {
    private final @Nullable Semaphore share;
    private WorkTurns.@Nullable Turn turn;

    private Pass(@Nullable Semaphore share) {
      this.share = share;
    }

    /** Gives the place back. */
    void leave() {
      WorkTurns.Turn mine = turn;
      if (mine != null) {
        mine.end();
      }
      places.release();
      giveBack(share);
    }
  }

  private static void giveBack(@Nullable Semaphore share) {
    if (share != null) {
      share.release();
    }
  }

  /** A module's part of the places, null where it may have all. */
  private @Nullable Semaphore share(String module) {
    return limit > 1 && !open && severalModules.getAsBoolean()
        ? shares.computeIfAbsent(module, name -> new Semaphore(Capacity.ofOneModule(limit), true))
        : null;
  }

  /** Goes through without waiting; null where that is not possible. */
  @Nullable Pass tryEnter(String module) {
    Semaphore share = share(module);
    if (share != null && (share.hasQueuedThreads() || !share.tryAcquire())) {
      return null;
    }
    if (places.hasQueuedThreads() || !places.tryAcquire()) {
      giveBack(share);
      return null;
    }
    Pass pass = new Pass(share);
    try {
      pass.turn = turns.tryBegin();
    } finally {
      if (pass.turn == null) {
        pass.leave();
      }
    }
    return pass.turn == null ? null : pass;
  }

  /**
   * Waits for a place.
   *
   * @param who waits, for the log
   */
  Pass enter(String module, String who) {
    Semaphore share = share(module);
    if (places.availablePermits() == 0 || (share != null && share.availablePermits() == 0)) {
      fullLine.tell(
          log,
          () ->
              "max transfers ("
                  + limit
                  + ") reached: "
                  + who
                  + " waits for module "
                  + module
                  + (share == null ? "" : ", which may have three quarters of them"));
    }
    if (share != null) {
      share.acquireUninterruptibly();
    }
    places.acquireUninterruptibly();
    Pass pass = new Pass(share);
    try {
      pass.turn = turns.await();
    } finally {
      if (pass.turn == null) {
        pass.leave();
      }
    }
    return pass;
  }

  /** Nobody waits any more from now on: the daemon ends. */
  synchronized void open() {
    if (!open) {
      open = true;
      places.release(ALL);
      shares.values().forEach(share -> share.release(ALL));
      turns.open();
    }
  }
}
