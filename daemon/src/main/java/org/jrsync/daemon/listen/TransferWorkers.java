package org.jrsync.daemon.listen;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jrsync.posix.Identity;
import org.jspecify.annotations.Nullable;

/**
 * The platform threads that run transfers, each one after the other. A worker survives whatever a
 * session throws; one that dies all the same, such as by an identity that it could not give back,
 * is replaced: at once when it was the last or the first to die for a while, else within half a
 * minute.
 */
final class TransferWorkers implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final long RETRY_MILLIS = 1_000;

  private final Work work;
  private final Consumer<String> log;
  private final BooleanSupplier spoilt;
  private final long pauseNanos;
  private final Worker[] workers;
  private boolean closed;

  /** What a worker does again and again. */
  @FunctionalInterface
  interface Work {
    /** Waits for the next session and runs it. */
    void runNext() throws InterruptedException;
  }

  private static final class Worker {
    private @Nullable Thread thread;
    private boolean replaced;
    private long replacedAt;
  }

  TransferWorkers(int count, Work work, Consumer<String> log) {
    this(count, work, log, Identity::isHeld, PAUSE);
  }

  /**
   * @param spoilt whether the calling worker must not go on
   * @param pause between two replacements of one worker, unless it is the last
   */
  TransferWorkers(
      int count, Work work, Consumer<String> log, BooleanSupplier spoilt, Duration pause) {
    this.work = work;
    this.log = log;
    this.spoilt = spoilt;
    this.pauseNanos = pause.toNanos();
    this.workers = new Worker[count];
    for (int i = 0; i < count; i++) {
      workers[i] = new Worker();
      start(i);
    }
    // It has no other work than to look after the others, and never an identity.
    Thread.ofPlatform().name("transfer workers").daemon(true).start(this::supervise);
  }

  private synchronized void start(int index) {
    workers[index].thread =
        Thread.ofPlatform().name(idleName(index)).daemon(true).start(() -> work(index));
  }

  private static String idleName(int index) {
    return "transfer worker " + index;
  }

  private void work(int index) {
    try {
      while (!spoilt.getAsBoolean()) {
        Thread.currentThread().setName(idleName(index));
        work.runNext();
      }
    } catch (InterruptedException e) {
      // The daemon ends.
      return;
    } finally {
      gone(index);
    }
  }

  private synchronized void gone(int index) {
    workers[index].thread = null;
    notifyAll();
  }

  private synchronized void supervise() {
    try {
      while (!closed) {
        wait(replaceDeadOrRetry());
      }
    } catch (InterruptedException e) {
      // Nobody has a reason to.
      return;
    }
  }

  private long replaceDeadOrRetry() {
    try {
      return replaceDead();
    } catch (Throwable e) {
      // No thread or no memory just now.
      tell("a transfer worker could not be started: " + e);
      return RETRY_MILLIS;
    }
  }

  /** Milliseconds until there is more to do, 0 for until a worker dies. */
  private long replaceDead() {
    long next = 0;
    long now = System.nanoTime();
    for (int i = 0; i < workers.length; i++) {
      Worker worker = workers[i];
      if (worker.thread != null || closed) {
        continue;
      }
      long wait = worker.replaced ? pauseNanos - (now - worker.replacedAt) : 0;
      if (wait <= 0 || !anyAlive()) {
        start(i);
        worker.replaced = true;
        worker.replacedAt = now;
        tell("transfer worker " + i + " had ended and was replaced");
      } else {
        long millis = TimeUnit.NANOSECONDS.toMillis(wait) + 1;
        next = next == 0 ? millis : Math.min(next, millis);
      }
    }
    return next;
  }

  private boolean anyAlive() {
    for (Worker worker : workers) {
      if (worker.thread != null) {
        return true;
      }
    }
    return false;
  }

  private void tell(String line) {
    try {
      log.accept(line);
    } catch (Throwable e) {
      // Workers matter more than lines.
      return;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    for (Worker worker : workers) {
      Thread thread = worker.thread;
      if (thread != null) {
        thread.interrupt();
      }
    }
    notifyAll();
  }
}
