package org.jrsync.daemon.listen;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import org.jrsync.posix.ProcessorUse;
import org.jspecify.annotations.Nullable;

/**
 * Lets few transfers begin at a time, in the order of their coming. A thousand that take turns on
 * two processors end no sooner than a few after the other, but all have their buffers in memory
 * meanwhile.
 *
 * <p>It is about beginning alone: a turn is over when the transfer ends, and in any case after a
 * moment, or as soon as processors are idle while others wait. So nobody waits for the end of a
 * slow client's or a long transfer, nor for a disk that has stopped answering.
 */
final class WorkTurns {

  private static final int PER_PROCESSOR = 8;
  private static final long QUANTUM_MILLIS = 250;

  /** How often the next in line looks whether there is something to do for processors. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** Part of the processors' time; less is what turns that change leave over. */
  private static final double IDLE = 0.15;

  private final int most;
  private final long quantumNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final DoubleSupplier idle;
  private final Deque<Turn> working = new ArrayDeque<>();
  private final Deque<Condition> waiting = new ArrayDeque<>();
  private boolean open;
  private long looked = System.nanoTime();

  /** How many may begin beyond the others, since processors were idle at the last look. */
  private int extra;

  /**
   * @param most turns at a time
   * @param quantumNanos how long each lasts at most
   * @param idle the part of the processors' time that was idle since it was last asked, 0 to 1
   */
  WorkTurns(int most, long quantumNanos, DoubleSupplier idle) {
    this.idle = idle;
    this.most = most;
    this.quantumNanos = quantumNanos;
  }

  /** As many as this machine's processors can make use of. */
  static WorkTurns ofProcess() {
    return new WorkTurns(
        PER_PROCESSOR * Runtime.getRuntime().availableProcessors(),
        TimeUnit.MILLISECONDS.toNanos(QUANTUM_MILLIS),
        new ProcessorUse()::idleSinceLastTime);
  }

  /** A transfer's turn. */
  final class Turn {
    private final long begun = System.nanoTime();

    /** The next may begin; a second time does nothing. */
    void end() {
      lock.lock();
      try {
        if (working.remove(this)) {
          wakeFirst();
        }
      } finally {
        lock.unlock();
      }
    }

    private long left() {
      return quantumNanos - (System.nanoTime() - begun);
    }
  }

  /** A turn that begins at once, or null. */
  @Nullable Turn tryBegin() {
    lock.lock();
    try {
      return waiting.isEmpty() && makeRoom() ? begin() : null;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a turn. */
  Turn await() {
    lock.lock();
    try {
      if (!waiting.isEmpty() || !makeRoom()) {
        waitInLine();
      }
      return begin();
    } finally {
      lock.unlock();
    }
  }

  private Turn begin() {
    Turn turn = new Turn();
    if (!open) {
      working.add(turn);
    }
    return turn;
  }

  private void waitInLine() {
    Condition mine = lock.newCondition();
    waiting.add(mine);
    boolean interrupted = false;
    try {
      while (!open && !(mine.equals(waiting.peek()) && makeRoom())) {
        try {
          Turn oldest = working.peek();
          if (oldest != null && mine.equals(waiting.peek())) {
            long _ = mine.awaitNanos(Math.min(oldest.left(), LOOK_NANOS));
          } else {
            mine.await();
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      waiting.remove(mine);
      wakeFirst();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Whether one may begin, if need be in the place of the oldest turn. */
  private boolean makeRoom() {
    if (working.size() < most) {
      return true;
    }
    Turn oldest = working.peek();
    if (oldest != null && (oldest.left() <= 0 || areProcessorsIdle())) {
      working.remove();
      return true;
    }
    return false;
  }

  private boolean areProcessorsIdle() {
    long now = System.nanoTime();
    if (now - looked >= LOOK_NANOS) {
      looked = now;
      extra = idle.getAsDouble() > IDLE ? most : 0;
    }
    return extra-- > 0;
  }

  private void wakeFirst() {
    Condition first = waiting.peek();
    if (first != null) {
      first.signal();
    }
  }

  /** Nobody waits any more from now on. */
  void open() {
    lock.lock();
    try {
      open = true;
      waiting.forEach(Condition::signal);
    } finally {
      lock.unlock();
    }
  }
}
