package org.jrsync.daemon.transfer;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TransferQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jrsync.daemon.host.ThreadStarter;
import org.jrsync.posix.FileWork;
import org.jrsync.posix.Identity;
import org.jspecify.annotations.Nullable;

/**
 * The threads that do the file work of one module for sessions on virtual threads. There are few,
 * so that a file system which has stopped answering holds these and nobody else's.
 *
 * <p>A thread takes the module's identity for each piece of work and gives it back before it wakes
 * the session: a carrier that the JVM starts because of that wake inherits whom the waking thread
 * is. Threads are started by one that never has another identity than the process's, when there is
 * work, and end when there has been none for a while.
 */
final class FilePool implements FileWork {

  private static final long IDLE_SECONDS = 30;

  private final String name;
  private final @Nullable Identity identity;
  private final ThreadStarter starter;
  private final int most;
  private final TransferQueue<Piece<?>> queue = new LinkedTransferQueue<>();
  private int threads;
  private int started;

  /**
   * @param name of the threads
   * @param identity null where the process's own serves
   * @param most threads that there may be
   */
  FilePool(String name, @Nullable Identity identity, ThreadStarter starter, int most) {
    this.name = name;
    this.identity = identity;
    this.starter = starter;
    this.most = most;
  }

  /** Work, and the thread that waits for it. */
  private static final class Piece<T> {
    private final Supplier<T> work;
    private final Thread owner = Thread.currentThread();
    private @Nullable T result;
    private @Nullable Throwable failure;
    private volatile boolean done;

    Piece(Supplier<T> work) {
      this.work = work;
    }

    void run(@Nullable Identity identity) {
      try {
        if (identity == null) {
          result = work.get();
        } else {
          try (Identity.Hold _ = identity.take()) {
            result = work.get();
          }
        }
      } catch (Throwable e) {
        failure = e;
      }
    }

    void finish() {
      done = true;
      LockSupport.unpark(owner);
    }
  }

  @Override
  public <T> T call(Supplier<T> work) {
    Piece<T> piece = new Piece<>(work);
    // Handed to a thread that waits for work, if there is one.
    if (!queue.tryTransfer(piece)) {
      queue.add(piece);
      grow();
    }
    boolean interrupted = false;
    while (!piece.done) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return outcome(piece);
  }

  @SuppressWarnings({"NullAway", "DataFlowIssue"}) // The work's own result, null where that is.
  private static <T> T outcome(Piece<T> piece) {
    return switch (piece.failure) {
      case null -> piece.result;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    };
  }

  private void grow() {
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
      if (last) {
        throw e;
      }
    }
  }

  private void serve() {
    try {
      while (true) {
        Piece<?> piece = queue.poll(IDLE_SECONDS, TimeUnit.SECONDS);
        if (piece == null && !stay()) {
          return;
        }
        if (piece != null) {
          piece.run(identity);
          boolean spoilt = Identity.isHeld();
          if (spoilt) {
            replaceMe();
          }
          piece.finish();
          if (spoilt) {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      // Nobody has a reason to.
      synchronized (this) {
        threads--;
      }
    }
  }

  /** Whether work has come between the last look and this. */
  private synchronized boolean stay() {
    if (queue.isEmpty()) {
      threads--;
      return false;
    }
    return true;
  }

  /** The identity could not be given back: another thread goes on. */
  private void replaceMe() {
    synchronized (this) {
      threads--;
    }
    if (!queue.isEmpty()) {
      grow();
    }
  }
}
