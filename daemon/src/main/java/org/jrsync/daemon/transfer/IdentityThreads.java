package org.jrsync.daemon.transfer;

import java.util.concurrent.CountDownLatch;
import org.jrsync.daemon.host.ThreadStarter;
import org.jrsync.engine.SideSetup;
import org.jrsync.posix.Identity;
import org.jrsync.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one session act as its module's user: the session's own from some point on, and
 * further ones from their first step, started by a thread that has never been anybody else.
 */
final class IdentityThreads implements SideSetup.Companions {

  private final ThreadStarter starter;
  private final @Nullable Identity identity;
  private final long session;

  /**
   * @param identity null where the process's own identity serves
   */
  IdentityThreads(ThreadStarter starter, @Nullable Identity identity, long session) {
    this.starter = starter;
    this.identity = identity;
    this.session = session;
  }

  /**
   * Makes the calling thread one of them, until it ends.
   *
   * @throws PosixException when the process may not act as that user
   */
  void adopt() {
    Identity own = identity;
    if (own != null) {
      own.takeForever();
    }
  }

  /** The identity of the calling thread, until it is closed. */
  interface Loan extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Makes the calling thread one of them for a while: it gives the identity back on closing.
   *
   * @throws PosixException when the process may not act as that user
   */
  Loan borrow() {
    Identity own = identity;
    if (own == null) {
      return () -> {};
    }
    Identity.Hold hold = own.take();
    return hold::close;
  }

  @Override
  public SideSetup.Companion start(String name, Runnable task) {
    Start taken = new Start();
    Thread thread =
        starter.start(
            "session " + session + " " + name,
            () -> {
              if (taken.run(this)) {
                task.run();
              }
            });
    taken.await();
    return SideSetup.Companion.of(thread);
  }

  /** Whether the new thread could take the identity: the one that asked for it must know. */
  private static final class Start {
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;

    boolean run(IdentityThreads threads) {
      try {
        threads.adopt();
        return true;
      } catch (Throwable e) {
        failure = e;
        return false;
      } finally {
        done.countDown();
      }
    }

    void await() {
      try {
        done.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      switch (failure) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException("no identity for a thread", e);
      }
    }
  }
}
