package org.jrsync.interop.record;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs what must end by itself on a thread of its own, and fails when it does not. */
final class InTime {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private InTime() {}

  /**
   * Runs a task to its end, within half a minute. What it throws is thrown here.
   *
   * @param what for the message of the failure
   * @param giveUp ends the task that did not end
   */
  static void run(Supplier<String> what, Runnable task, Runnable giveUp) {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon(true)
            .uncaughtExceptionHandler((failed, e) -> failure.set(e))
            .start(task);
    try {
      if (!thread.join(LIMIT)) {
        StringBuilder where = new StringBuilder();
        for (StackTraceElement frame : thread.getStackTrace()) {
          where.append("\n  ").append(frame);
        }
        giveUp.run();
        throw new AssertionError(
            "no end within " + LIMIT.toSeconds() + " s: " + what.get() + where);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      giveUp.run();
      throw new AssertionError("interrupted", e);
    }
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new AssertionError("not an orderly end: " + what.get(), thrown);
    }
  }
}
