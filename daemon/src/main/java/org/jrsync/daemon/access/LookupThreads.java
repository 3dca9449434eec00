package org.jrsync.daemon.access;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The platform threads that wait for the resolver, which nothing can hurry. There are only as many
 * as there is work for, up to a limit, and they end when there is none for a while. Look-ups of one
 * zone, whose names come from the same servers, take a part of them only, so that a zone whose
 * servers are silent leaves room for all others; and where nothing but silence is to be expected, a
 * look-up is refused at once.
 */
final class LookupThreads {

  private static final long IDLE_NANOS = 30_000_000_000L;

  private final BiConsumer<String, Runnable> starter;
  private final int limit;
  private final int zoneLimit;
  private final int queueLimit;
  private final Deque<Job> queue = new ArrayDeque<>();
  private final List<Job> running = new ArrayList<>();
  private final Map<Object, Integer> busy = new HashMap<>();
  private int threads;
  private int idle;
  private boolean closed;

  /** A look-up to be made. Its methods do not throw. */
  interface Job {
    /** Equal for all that ask the same servers. */
    Object zone();

    /** When nobody waits for it any more, as of {@link System#nanoTime}. */
    long deadline();

    /** Makes it, however long that takes. */
    void run();

    /** Nobody is to wait any more: the deadline came before a thread did, or all ends. */
    void giveUp();
  }

  /**
   * @param starter starts threads, by name and task, that hold no identity but the process's
   * @param limit how many threads there are at most
   * @param zoneLimit how many of them one zone may take
   * @param queueLimit look-ups that may wait for a thread
   */
  LookupThreads(BiConsumer<String, Runnable> starter, int limit, int zoneLimit, int queueLimit) {
    this.starter = starter;
    this.limit = limit;
    this.zoneLimit = zoneLimit;
    this.queueLimit = queueLimit;
  }

  /**
   * Takes a look-up, whose {@link Job#run} or {@link Job#giveUp} is called by and by.
   *
   * @return null; else why it is not taken
   */
  @Nullable String offer(Job job) {
    synchronized (this) {
      String refusal = refusal(job);
      if (refusal != null) {
        return refusal;
      }
      queue.addLast(job);
      if (idle > 0) {
        notifyAll();
      }
      if (idle >= queue.size() || threads == limit || busyIn(job.zone()) >= zoneLimit) {
        return null;
      }
      threads++;
    }
    try {
      starter.accept("name lookup", this::work);
      return null;
    } catch (Throwable e) {
      return unstarted(job);
    }
  }

  private @Nullable String refusal(Job job) {
    long now = System.nanoTime();
    if (queue.size() >= queueLimit) {
      dropLate(now);
    }
    if (closed) {
      return "the daemon is stopping";
    }
    if (queue.size() >= queueLimit) {
      return queueLimit + " others wait";
    }
    int stuck = 0;
    int stuckInZone = 0;
    for (Job other : running) {
      if (other.deadline() - now <= 0) {
        stuck++;
        stuckInZone += other.zone().equals(job.zone()) ? 1 : 0;
      }
    }
    return stuck >= limit || stuckInZone >= zoneLimit
        ? stuck + " others have waited for the resolver beyond their time"
        : null;
  }

  private synchronized @Nullable String unstarted(Job job) {
    threads--;
    // Those that exist will come to it; where there are none, nobody would.
    return threads == 0 && queue.remove(job) ? "no thread can be started" : null;
  }

  private int busyIn(Object zone) {
    return busy.getOrDefault(zone, 0);
  }

  private void work() {
    try {
      for (Job job = next(); job != null; job = next()) {
        try {
          job.run();
        } finally {
          done(job);
        }
      }
    } catch (Throwable e) {
      // As without memory: another takes its place when there is work.
      gone();
    }
  }

  private synchronized void gone() {
    threads--;
  }

  private synchronized @Nullable Job next() {
    long end = System.nanoTime() + IDLE_NANOS;
    while (!closed) {
      Job job = take();
      if (job != null) {
        return job;
      }
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        break;
      }
      idle++;
      try {
        wait(left);
      } catch (InterruptedException e) {
        break;
      } finally {
        idle--;
      }
    }
    threads--;
    return null;
  }

  private @Nullable Job take() {
    dropLate(System.nanoTime());
    for (Iterator<Job> all = queue.iterator(); all.hasNext(); ) {
      Job job = all.next();
      if (busyIn(job.zone()) < zoneLimit) {
        all.remove();
        running.add(job);
        busy.merge(job.zone(), 1, Integer::sum);
        return job;
      }
    }
    return null;
  }

  private void dropLate(long now) {
    for (Iterator<Job> all = queue.iterator(); all.hasNext(); ) {
      Job job = all.next();
      if (job.deadline() - now <= 0) {
        all.remove();
        job.giveUp();
      }
    }
  }

  private synchronized void done(Job job) {
    running.remove(job);
    busy.computeIfPresent(job.zone(), (zone, count) -> count == 1 ? null : count - 1);
  }

  /** Takes no more and gives up what waits; threads end as soon as the resolver lets them. */
  synchronized void close() {
    closed = true;
    queue.forEach(Job::giveUp);
    running.forEach(Job::giveUp);
    queue.clear();
    notifyAll();
  }
}
