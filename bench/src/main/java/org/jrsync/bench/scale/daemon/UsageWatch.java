package org.jrsync.bench.scale.daemon;

/**
 * Looks at a daemon's usage again and again until it is closed, and keeps the peaks. Looking takes
 * at most a twentieth of one processor.
 */
public final class UsageWatch implements AutoCloseable {

  private static final long SHORTEST_PAUSE_MILLIS = 100;
  private static final long PAUSE_TIMES_COST = 20;

  private final long pid;
  private final Thread thread;
  private Usage peak = Usage.NONE;

  UsageWatch(long pid) {
    this.pid = pid;
    this.thread = Thread.ofPlatform().name("usage").daemon(true).start(this::watch);
  }

  private void watch() {
    try {
      while (true) {
        long start = System.nanoTime();
        note(Usage.estimate(pid));
        long cost = (System.nanoTime() - start) / 1_000_000;
        Thread.sleep(Math.max(SHORTEST_PAUSE_MILLIS, cost * PAUSE_TIMES_COST));
      }
    } catch (InterruptedException e) {
      // Closed.
      return;
    }
  }

  private synchronized void note(Usage usage) {
    peak = peak.max(usage);
  }

  /** Looks at all processes now, however long that takes. */
  public void lookExactly() {
    note(Usage.exact(pid));
  }

  /** The largest figures so far. */
  public synchronized Usage peak() {
    return peak;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
