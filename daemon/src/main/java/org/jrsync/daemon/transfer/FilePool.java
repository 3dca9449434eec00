package org.jrsync.daemon.transfer;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TransferQueue;
import java.util.concurrent.locks.LockSupport;
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
 * <p>A thread takes the module's identity for each piece of work and gives it back before it wakes
 * the session: a carrier that the JVM starts because of that wake inherits whom the waking thread
 * is. Threads are started by one that never has another identity than the process's, when there is
 * work, and end when there has been none for a while.
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
    private final Consumer<T> unwanted;
    private final Thread owner = Thread.currentThread();
    private @Nullable T result;
    private @Nullable Throwable failure;
    private volatile boolean done;
    private boolean abandoned;

    Piece(Supplier<T> work, Consumer<T> unwanted) {
      this.work = work;
      this.unwanted = unwanted;
    }

    /** Its owner waits no longer; false when it is done already. */
    synchronized boolean abandon() {
      abandoned = !done;
      return abandoned;
    }

    private synchronized boolean isAbandoned() {
      return abandoned;
    }

    void run(@Nullable Identity identity) {
      if (isAbandoned()) {
        return;
      }
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
  }

  @Override
  public <T> T call(Supplier<T> work) {
    return call(new Piece<>(work, result -> {}), Long.MAX_VALUE);
  }

  /**
   * As {@link #call(Supplier)}, for as long as the caller has the patience.
   *
   * @param patience nanoseconds
   * @param unwanted takes what the work results in after that, such as to close it
   * @throws NoAnswerException when the time is over
   */
  <T> T call(Supplier<T> work, long patience, Consumer<T> unwanted) {
    return call(new Piece<>(work, unwanted), patience);
  }

  private <T> T call(Piece<T> piece, long patience) {
    // Handed to a thread that waits for work, if there is one.
    if (!queue.tryTransfer(piece)) {
      queue.add(piece);
      grow(piece);
    }
    if (!await(piece, patience)) {
      queue.remove(piece);
      throw new NoAnswerException();
    }
    return outcome(piece);
  }

  /** Whether the piece is done, when its owner's patience is at its end at the latest. */
  private boolean await(Piece<?> piece, long patience) {
    long begun = System.nanoTime();
    boolean interrupted = false;
    while (!piece.done) {
      long left = patience - (System.nanoTime() - begun);
      if (left <= 0 && piece.abandon()) {
        break;
      }
      LockSupport.parkNanos(this, left);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return piece.done;
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

  private void grow(Piece<?> piece) {
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
      if (last && queue.remove(piece)) {
        throw e;
      }
    }
  }

  private void serve() {
    boolean counted = true;
    try {
      while (counted) {
        Piece<?> piece = queue.poll(IDLE_SECONDS, TimeUnit.SECONDS);
        if (piece != null) {
          try {
            piece.run(identity);
          } finally {
            if (Identity.isHeld()) {
              // It could not be given back: another thread wakes the session, and goes on.
              counted = false;
              replaceMe(piece);
            } else {
              piece.finish();
            }
          }
        } else {
          counted = stay();
        }
      }
    } catch (InterruptedException e) {
      // Nobody has a reason to.
      return;
    } finally {
      if (counted) {
        synchronized (this) {
          threads--;
        }
      }
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

  private void replaceMe(Piece<?> piece) {
    try {
      starter.start(
          name + " again",
          () -> {
            piece.finish();
            serve();
          });
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        threads--;
      }
      // Nobody else is there to wake it.
      piece.finish();
    }
  }
}
