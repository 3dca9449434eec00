package org.jrsync.bench.memory;

/** What of the heap is in use. */
final class Heap {
  private static final int COLLECTIONS = 3;

  private Heap() {}

  /**
   * Bytes that live objects take. {@code bench/list-memory} runs with the serial collector, whose
   * explicit collection is a full one, and lets it leave no dead object behind: what is in use
   * after it is what is referred to.
   */
  static long live() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
