package org.jrsync.daemon.session;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Places for which clients wait in the order of their coming. The next in turn looks now and then
 * too: another daemon that shares the lock file may have given a place back.
 */
public final class QueuedSlots implements SlotTable {

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final SlotTable slots;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Deque<Condition>> queues = new HashMap<>();

  public QueuedSlots(SlotTable slots) {
    this.slots = slots;
  }

  @Override
  public @Nullable Slot take(String lockFile, int max) {
    return await(lockFile, max, 0, Duration.ZERO, others -> {});
  }

  @Override
  public @Nullable Slot await(
      String lockFile, int max, int queued, Duration time, Waiting waiting) {
    lock.lock();
    try {
      Deque<Condition> queue = queues.computeIfAbsent(lockFile, file -> new ArrayDeque<>());
      try {
        Slot slot = queue.isEmpty() ? slots.take(lockFile, max) : null;
        if (slot == null && queue.size() < queued) {
          waiting.behind(queue.size());
          slot = inTurn(queue, lockFile, max, time.toNanos());
        }
        return slot == null ? null : new Held(lockFile, slot);
      } finally {
        if (queue.isEmpty()) {
          queues.remove(lockFile);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Use use(String lockFile) {
    lock.lock();
    try {
      Deque<Condition> queue = queues.get(lockFile);
      return new Use(slots.use(lockFile).active(), queue == null ? 0 : queue.size());
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Slot inTurn(Deque<Condition> queue, String lockFile, int max, long nanos) {
    Condition mine = lock.newCondition();
    queue.add(mine);
    long end = System.nanoTime() + nanos;
    try {
      while (true) {
        if (mine.equals(queue.peek())) {
          Slot slot = slots.take(lockFile, max);
          if (slot != null) {
            return slot;
          }
        }
        long left = end - System.nanoTime();
        if (left <= 0) {
          return null;
        }
        long _ = mine.awaitNanos(Math.min(left, LOOK_NANOS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      queue.remove(mine);
      wake(queue);
    }
  }

  private static void wake(Deque<Condition> queue) {
    Condition next = queue.peek();
    if (next != null) {
      next.signal();
    }
  }

  private final class Held implements Slot {
    private final String lockFile;
    private final Slot slot;

    Held(String lockFile, Slot slot) {
      this.lockFile = lockFile;
      this.slot = slot;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        slot.close();
        Deque<Condition> queue = queues.get(lockFile);
        if (queue != null) {
          wake(queue);
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
