package org.jrsync.daemon.host;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.jrsync.posix.Identity;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

/**
 * Starts threads for those that must not: a thread inherits the credentials of the one that starts
 * it, so a session's thread that has taken its module's identity asks this one, which never takes
 * any.
 */
public final class ThreadStarter {

  private final BlockingQueue<FutureTask<Thread>> requests = new LinkedBlockingQueue<>();

  /**
   * Begins to work.
   *
   * @throws IllegalStateException when the calling thread has not the process's own identity
   */
  public ThreadStarter() {
    if (Identity.isHeld()) {
      throw new IllegalStateException("threads would all be started with a module's identity");
    }
    Thread.ofPlatform().name("thread starter").daemon(true).start(this::run);
  }

  private void run() {
    while (true) {
      try {
        requests.take().run();
      } catch (InterruptedException e) {
        // Nobody has a reason to: there may still be sessions.
      }
    }
  }

  /**
   * Starts a platform thread, with the process's own identity, whoever asks.
   *
   * @throws RsyncException with {@link ExitCode#IPC} when the system gives no thread
   */
  public Thread start(String name, Runnable task) {
    FutureTask<Thread> request =
        new FutureTask<>(() -> Thread.ofPlatform().name(name).daemon(true).start(task));
    requests.add(request);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return request.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          String reason = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
          throw new RsyncException(ExitCode.IPC, "rsync: no thread for " + name + reason, e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
