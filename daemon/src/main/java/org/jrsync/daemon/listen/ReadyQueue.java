package org.jrsync.daemon.listen;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ready sessions on their way to the workers, each module's in the order of their coming. Modules
 * take turns, and none may have all workers while the daemon has others: one whose file system has
 * stopped answering, or whose clients have, leaves some to the rest.
 *
 * @param <T> what is ready
 */
final class ReadyQueue<T> {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ready = lock.newCondition();

  /** The next in turn is the first. */
  private final Map<String, Lane> lanes = new LinkedHashMap<>();

  private final int workers;
  private final BooleanSupplier severalModules;

  /** Sessions in all lanes and before them, for those who must not wait for the lock. */
  private final AtomicInteger waiting = new AtomicInteger();

  /** One module's sessions. */
  private final class Lane {
    private final Queue<T> queue = new ArrayDeque<>();
    private final Deque<Condition> before = new ArrayDeque<>();
    private int atWork;

    boolean isUnused() {
      return queue.isEmpty() && before.isEmpty() && atWork == 0;
    }
  }

  /**
   * @param workers how many take sessions; twice as many of each module may be in the queue
   * @param severalModules whether there are others to keep workers for
   */
  ReadyQueue(int workers, BooleanSupplier severalModules) {
    this.workers = workers;
    this.severalModules = severalModules;
  }

  /** How many of the workers one module may have now. */
  int share() {
    return severalModules.getAsBoolean() ? Capacity.ofOneModule(workers) : workers;
  }

  /** Whether somebody waits for a worker. Takes no lock. */
  boolean isAnyWaiting() {
    return waiting.get() > 0;
  }

  /** How many sessions of a module wait in the queue. */
  int queued(String module) {
    lock.lock();
    try {
      Lane lane = lanes.get(module);
      return lane == null ? 0 : lane.queue.size();
    } finally {
      lock.unlock();
    }
  }

  /** Adds a session, unless the module's part of the queue is full. */
  boolean offer(String module, T session) {
    lock.lock();
    try {
      Lane lane = lane(module);
      if (isFull(lane) || !lane.before.isEmpty()) {
        return false;
      }
      add(lane, session);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Adds a session when there is room for it. */
  void put(String module, T session) throws InterruptedException {
    lock.lock();
    try {
      Lane lane = lane(module);
      awaitRoom(lane);
      add(lane, session);
    } finally {
      lock.unlock();
    }
  }

  /** In the order of their coming. */
  private void awaitRoom(Lane lane) throws InterruptedException {
    if (!isFull(lane) && lane.before.isEmpty()) {
      return;
    }
    Condition mine = lock.newCondition();
    lane.before.add(mine);
    waiting.incrementAndGet();
    try {
      while (isFull(lane) || !mine.equals(lane.before.peek())) {
        mine.await();
      }
    } finally {
      waiting.decrementAndGet();
      lane.before.remove(mine);
      callFirst(lane);
    }
  }

  private void callFirst(Lane lane) {
    Condition first = lane.before.peek();
    if (first != null && !isFull(lane)) {
      first.signal();
    }
  }

  private Lane lane(String module) {
    return lanes.computeIfAbsent(module, name -> new Lane());
  }

  private boolean isFull(Lane lane) {
    return lane.queue.size() >= 2 * workers;
  }

  private void add(Lane lane, T session) {
    lane.queue.add(session);
    waiting.incrementAndGet();
    ready.signal();
  }

  /** A session for the calling worker, which says {@link #done} when it has ended. */
  T take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        T next = next();
        if (next != null) {
          return next;
        }
        ready.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable T next() {
    int share = share();
    Iterator<Map.Entry<String, Lane>> all = lanes.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, Lane> entry = all.next();
      Lane lane = entry.getValue();
      T next = lane.atWork < share ? lane.queue.poll() : null;
      if (next != null) {
        lane.atWork++;
        waiting.decrementAndGet();
        callFirst(lane);
        // The others' turn is before its own next one.
        all.remove();
        lanes.put(entry.getKey(), lane);
        return next;
      }
    }
    return null;
  }

  /** A worker is free of a module's session. */
  void done(String module) {
    lock.lock();
    try {
      Lane lane = lane(module);
      lane.atWork--;
      if (lane.isUnused()) {
        lanes.remove(module);
      } else {
        ready.signal();
      }
    } finally {
      lock.unlock();
    }
  }
}
