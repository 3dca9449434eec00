package org.jrsync.daemon.transfer;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A piece of file work, and the thread that waits for it. */
final class FileTask<T> {

  private final Supplier<T> work;
  private final Consumer<T> unwanted;
  private final Thread owner = Thread.currentThread();
  private @Nullable T result;
  private @Nullable Throwable failure;
  private volatile boolean done;
  private boolean abandoned;

  /** The next in the {@link Waker}'s line. */
  @Nullable FileTask<?> next;

  /**
   * @param unwanted takes the result when nobody waits for it any more, such as to close it
   */
  FileTask(Supplier<T> work, Consumer<T> unwanted) {
    this.work = work;
    this.unwanted = unwanted;
  }

  private synchronized boolean abandon() {
    abandoned = !done;
    return abandoned;
  }

  private synchronized boolean isAbandoned() {
    return abandoned;
  }

  /** Does the work, on the calling thread. */
  void run() {
    if (!isAbandoned()) {
      try {
        result = work.get();
      } catch (Throwable e) {
        failure = e;
      }
    }
  }

  /** Has it fail without being done. */
  void fail(Throwable reason) {
    failure = reason;
  }

  /** Wakes who waits for it; for threads with the process's own identity. */
  void finish() {
    synchronized (this) {
      done = !abandoned;
    }
    T left = result;
    if (done) {
      LockSupport.unpark(owner);
    } else if (left != null) {
      unwanted.accept(left);
    }
  }

  /**
   * Waits until it is done; for its owner.
   *
   * @param patience nanoseconds, {@link Long#MAX_VALUE} for ever
   * @return false when the time is over: the task is abandoned then
   */
  boolean await(long patience) {
    long begun = System.nanoTime();
    boolean interrupted = false;
    while (!done) {
      if (patience == Long.MAX_VALUE) {
        LockSupport.park(this);
      } else {
        long left = patience - (System.nanoTime() - begun);
        if (left <= 0 && abandon()) {
          break;
        }
        LockSupport.parkNanos(this, left);
      }
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return done;
  }

  /** What has come of it, or what it threw. */
  @SuppressWarnings({"NullAway", "DataFlowIssue"}) // The work's own result, null where that is.
  T outcome() {
    return switch (failure) {
      case null -> result;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    };
  }
}
