package org.jrsync.daemon.host;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps the heap at about one and a half of what is in use. The serial collector, which suits a
 * daemon best otherwise, lets what has grown old lie until the heap has reached its limit: after a
 * burst of ten thousand clients the process would never be small again.
 */
public final class HeapKeeper implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofMillis(250);

  /** Garbage of the young generation, which is collected without our doing. */
  private static final long YOUNG = 20L << 20;

  private final LongSupplier used;
  private final Runnable collect;
  private final Thread thread;
  private long live;

  /** Begins. */
  public HeapKeeper() {
    this(HeapKeeper::usedHeap, System::gc);
    thread.start();
  }

  /**
   * @param used bytes of the heap that objects take, whether they are in use or not
   * @param collect finds those that are not
   */
  HeapKeeper(LongSupplier used, Runnable collect) {
    this.used = used;
    this.collect = collect;
    this.thread = Thread.ofPlatform().name("heap keeper").daemon(true).unstarted(this::run);
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(PERIOD);
        look();
      }
    } catch (InterruptedException e) {
      // The daemon ends.
      return;
    }
  }

  /** Collects if there may be half as much garbage as there was in use after the last time. */
  void look() {
    long now = used.getAsLong();
    if (now > live + live / 2 + YOUNG) {
      collect.run();
      live = used.getAsLong();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
