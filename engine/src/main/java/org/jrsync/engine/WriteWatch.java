package org.jrsync.engine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Ends connections whose peers take nothing more: a write that waits cannot watch the idle timeout
 * itself. One thread watches all transfers that share this, and ends when there are none.
 *
 * <p>Whoever makes it says how that thread is started, because a thread inherits the identity of
 * the one that starts it: a daemon's transfers run as their modules' users, and must neither start
 * threads themselves nor wake virtual ones.
 */
public final class WriteWatch {
  private static final long EVERY_MILLIS = 500;

  private final Consumer<Runnable> starter;
  private final Set<Watchdog> watched = new LinkedHashSet<>();
  private boolean running;

  /**
   * @param starter starts a thread that runs the task, with the process's own identity whichever
   *     thread asks
   */
  public WriteWatch(Consumer<Runnable> starter) {
    this.starter = starter;
  }

  /** For programs that keep one identity: a platform thread, started by the first who asks. */
  public static WriteWatch onPlatformThread() {
    return new WriteWatch(
        task -> Thread.ofPlatform().name("jrsync timeout").daemon(true).start(task));
  }

  synchronized void add(Watchdog watchdog) {
    watched.add(watchdog);
    if (!running) {
      running = true;
      boolean started = false;
      try {
        starter.accept(this::run);
        started = true;
      } finally {
        running = started;
      }
    }
  }

  synchronized void remove(Watchdog watchdog) {
    watched.remove(watchdog);
  }

  private void run() {
    while (true) {
      try {
        Thread.sleep(EVERY_MILLIS);
      } catch (InterruptedException e) {
        // Nobody has a reason to: there may still be transfers.
        continue;
      }
      List<Watchdog> now;
      synchronized (this) {
        if (watched.isEmpty()) {
          running = false;
          return;
        }
        now = List.copyOf(watched);
      }
      now.forEach(WriteWatch::look);
    }
  }

  /** One connection that cannot be ended must not keep the others from it. */
  private static void look(Watchdog watchdog) {
    try {
      watchdog.look();
    } catch (RuntimeException | Error e) {
      return;
    }
  }
}
