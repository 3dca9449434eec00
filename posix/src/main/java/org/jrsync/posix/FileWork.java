package org.jrsync.posix;

import java.util.function.Supplier;

/**
 * Where file work is done. A virtual thread that did it itself would hold its carrier for as long
 * as the file system takes, and cannot have an identity: it hands the work to a thread that can
 * wait and has one.
 */
public interface FileWork {
  /** Does the work and returns its result, or throws what it throws. */
  <T> T call(Supplier<T> work);

  /** Has work done that nobody waits for, after what was asked for before. */
  void later(Runnable work);

  /** As {@link #call}, for work without a result. */
  default void run(Runnable work) {
    boolean _ =
        call(() -> {
          work.run();
          return true;
        });
  }
}
