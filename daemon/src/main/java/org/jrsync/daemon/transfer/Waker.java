package org.jrsync.daemon.transfer;

import org.jrsync.daemon.host.ThreadStarter;
import org.jspecify.annotations.Nullable;

/**
 * Wakes sessions for threads that hold an identity. These must not do it themselves: a carrier that
 * the JVM starts because of such a wake would inherit the identity. This one's thread has the
 * process's own, and no virtual thread ever has to do with its lock.
 */
final class Waker {

  private @Nullable FileTask<?> first;
  private @Nullable FileTask<?> last;

  Waker(ThreadStarter starter) {
    starter.start("file work done", this::run);
  }

  /** Has a task finished soon. Allocates nothing: it must not fail. */
  synchronized void finish(FileTask<?> task) {
    FileTask<?> before = last;
    if (before == null) {
      first = task;
    } else {
      before.next = task;
    }
    last = task;
    notifyAll();
  }

  private void run() {
    while (true) {
      try {
        FileTask<?> task = all();
        while (task != null) {
          FileTask<?> following = task.next;
          finishNow(task);
          task = following;
        }
      } catch (InterruptedException e) {
        // Nobody has a reason to: there may still be sessions.
      }
    }
  }

  private static void finishNow(FileTask<?> task) {
    try {
      task.finish();
    } catch (Throwable e) {
      // Its session is lost; the others are not.
      return;
    }
  }

  private synchronized @Nullable FileTask<?> all() throws InterruptedException {
    while (first == null) {
      wait();
    }
    FileTask<?> line = first;
    first = null;
    last = null;
    return line;
  }
}
