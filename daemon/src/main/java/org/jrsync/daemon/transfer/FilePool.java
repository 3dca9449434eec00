package org.jrsync.daemon.transfer;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TransferQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jrsync.daemon.host.ThreadStarter;
import org.jrsync.posix.FileWork;
import org.jrsync.posix.Identity;
import org.jspecify.annotations.Nullable;

/**
 * The threads that do the file work of one module for sessions on virtual threads. There are few,
 * so that a file system which has stopped answering holds these and nobody else's.
 *
 * <p>A thread takes the module's identity for a task and gives it back when no other follows at
 * once; the {@link Waker} wakes the sessions that it has worked for. Threads are started by one
 * that never has another identity than the process's, when there is work, and end when there has
 * been none for a while.
 */
final class FilePool implements FileWork {

  /** The file system has not answered in time. */
  static final class NoAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoAnswerException() {
      super("the file system does not answer");
    }
  }

  private static final long IDLE_SECONDS = 30;

  /** How long a thread keeps the identity for a next task: taking one costs ten system calls. */
  private static final long LINGER_MICROS = 1_000;

  private final String name;
  private final @Nullable Identity identity;
  private final ThreadStarter starter;
  private final @Nullable Waker waker;
  private final int most;
  private final TransferQueue<FileTask<?>> queue = new LinkedTransferQueue<>();
  private int threads;
  private int started;

  /**
   * @param name of the threads
   * @param identity null where the process's own serves
   * @param waker wakes sessions where there is an identity, else null
   * @param most threads that there may be
   */
  FilePool(
      String name,
      @Nullable Identity identity,
      ThreadStarter starter,
      @Nullable Waker waker,
      int most) {
    if (identity != null && waker == null) {
      throw new IllegalArgumentException("who wakes for threads with an identity?");
    }
    this.name = name;
    this.identity = identity;
    this.starter = starter;
    this.most = most;
    this.waker = identity == null ? null : waker;
  }

  @Override
  public <T> T call(Supplier<T> work) {
    return call(work, Long.MAX_VALUE, result -> {});
  }

  /**
   * As {@link #call(Supplier)}, for as long as the caller has the patience.
   *
   * @param patience nanoseconds
   * @param unwanted takes what the work results in after that, such as to close it
   * @throws NoAnswerException when the time is over
   */
  <T> T call(Supplier<T> work, long patience, Consumer<T> unwanted) {
    FileTask<T> task = new FileTask<>(work, unwanted);
    submit(task);
    if (!task.await(patience)) {
      queue.remove(task);
      throw new NoAnswerException();
    }
    return task.outcome();
  }

  @Override
  public void later(Runnable work) {
    submit(
        new FileTask<>(
            () -> {
              work.run();
              return true;
            },
            result -> {}));
  }

  /** Whether it has nothing to do and no thread to do it; it works all the same when used again. */
  synchronized boolean isUnused() {
    return threads == 0 && queue.isEmpty();
  }

  private void submit(FileTask<?> task) {
    // Handed to a thread that waits for work, if there is one.
    if (!queue.tryTransfer(task)) {
      queue.add(task);
      grow(task);
    }
  }

  private void grow(FileTask<?> task) {
    int number;
    synchronized (this) {
      if (threads >= most) {
        return;
      }
      threads++;
      number = ++started;
    }
    try {
      starter.start(name + " " + number, this::serve);
    } catch (RuntimeException | Error e) {
      boolean last;
      synchronized (this) {
        threads--;
        last = threads == 0;
      }
      // Where it is to be done by nobody, it must not be done later by somebody.
      if (last && queue.remove(task)) {
        throw e;
      }
    }
  }

  private void serve() {
    boolean counted = true;
    while (counted) {
      try {
        FileTask<?> task = queue.poll(IDLE_SECONDS, TimeUnit.SECONDS);
        if (task == null) {
          counted = stay();
        } else if (identity == null) {
          task.run();
          task.finish();
        } else {
          counted = serveAs(identity, task);
        }
      } catch (Throwable e) {
        // Of no task's making, or of one that nobody waits for; there may still be others.
      }
    }
  }

  /**
   * Does a task and those that follow at once.
   *
   * @return whether the thread can go on: not when it could not give the identity back
   */
  private boolean serveAs(Identity user, FileTask<?> first) {
    FileTask<?> task = first;
    try (Identity.Hold _ = user.take()) {
      while (task != null) {
        task.run();
        FileTask<?> done = task;
        task = null;
        finish(done);
        task = queue.poll(LINGER_MICROS, TimeUnit.MICROSECONDS);
      }
    } catch (InterruptedException e) {
      // Nobody has a reason to; what waits is done next.
    } catch (Throwable e) {
      if (task != null) {
        task.fail(e);
        finish(task);
      }
    }
    if (!Identity.isHeld()) {
      return true;
    }
    synchronized (this) {
      threads--;
    }
    return false;
  }

  private void finish(FileTask<?> task) {
    if (waker == null) {
      task.finish();
    } else {
      waker.finish(task);
    }
  }

  /** Whether work has come between the last look and this; otherwise the thread is counted out. */
  private synchronized boolean stay() {
    if (queue.isEmpty()) {
      threads--;
      return false;
    }
    return true;
  }
}
