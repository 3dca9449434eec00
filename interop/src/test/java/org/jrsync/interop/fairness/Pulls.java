package org.jrsync.interop.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Ordinary clients that pull at the same time.
 *
 * @param finished how many had all files within the limit
 * @param nanos until the last of them had
 */
record Pulls(int finished, long nanos) {
  private static final int ATTEMPTS = 4;
  private static final double MOST = 1.5;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Runs so many; who has not finished within the limit is sent away. */
  static Pulls run(int count, int port, PullRequest request, Duration limit) {
    ConcurrentLinkedQueue<AutoCloseable> open = new ConcurrentLinkedQueue<>();
    AtomicInteger finished = new AtomicInteger();
    Semaphore ended = new Semaphore(0);
    List<Thread> threads = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  request.run(port, open);
                  finished.incrementAndGet();
                } catch (IOException e) {
                  // Not finished.
                } finally {
                  ended.release();
                }
              }));
    }
    try {
      boolean _ = ended.tryAcquire(count, limit.toMillis(), TimeUnit.MILLISECONDS);
      Pulls outcome = new Pulls(finished.get(), System.nanoTime() - start);
      for (AutoCloseable each : open) {
        each.close();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      return outcome;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The time of the best of some rounds, all of which must finish: what else runs only adds. */
  private static long best(int rounds, int count, int port, PullRequest request) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < rounds; i++) {
      Pulls pulls = run(count, port, request, LIMIT);
      assertThat(pulls.finished).as("pulls that finished").isEqualTo(count);
      best = Math.min(best, pulls.nanos);
    }
    return best;
  }

  /**
   * Asserts that pulls beside a crowd take at most one and a half times what they take without it;
   * both are measured again when something else has slowed one of them down.
   *
   * @param crowd comes, and goes when it is closed
   */
  static void assertHardlySlower(
      int count, int port, PullRequest request, Supplier<? extends AutoCloseable> crowd)
      throws Exception {
    // What is measured is the daemon at work, not the compiler.
    long _ = best(2, count, port, request);
    double ratio = Double.MAX_VALUE;
    StringBuilder seen = new StringBuilder();
    for (int attempt = 0; attempt < ATTEMPTS && ratio > MOST; attempt++) {
      long alone = best(2, count, port, request);
      long beside;
      try (AutoCloseable _ = crowd.get()) {
        beside = best(3, count, port, request);
      }
      alone = Math.min(alone, best(2, count, port, request));
      ratio = (double) beside / alone;
      seen.append(" ").append(alone / 1_000_000).append(" ms alone and ");
      seen.append(beside / 1_000_000).append(" ms beside the others;");
    }
    assertThat(ratio).as("%d pulls took%s", count, seen).isLessThanOrEqualTo(MOST);
  }
}
