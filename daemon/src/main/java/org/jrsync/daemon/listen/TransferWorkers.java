package org.jrsync.daemon.listen;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
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

  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long RETRY_MILLIS = 1_000;

  private final BlockingQueue<LiveSession> ready;
  private final Consumer<String> log;
  private final Worker[] workers;
  private boolean closed;

  private static final class Worker {
    private @Nullable Thread thread;
    private boolean replaced;
    private long replacedAt;
  }

  TransferWorkers(int count, BlockingQueue<LiveSession> ready, Consumer<String> log) {
    this.ready = ready;
    this.log = log;
    this.workers = new Worker[count];
    for (int i = 0; i < count; i++) {
      workers[i] = new Worker();
      start(i);
    }
    // It has no other work than to look after the others, and never an identity.
    Thread.ofPlatform().name("transfer workers").daemon(true).start(this::supervise);
  }

  int count() {
    return workers.length;
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
      while (!Identity.isHeld()) {
        Thread.currentThread().setName(idleName(index));
        HybridModel.transfer(ready.take());
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
      long wait = worker.replaced ? PAUSE_NANOS - (now - worker.replacedAt) : 0;
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
