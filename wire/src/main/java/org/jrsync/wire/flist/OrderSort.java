package org.jrsync.wire.flist;

/** A stable sort of list positions: runs by insertion, then merging. */
final class OrderSort {

  private static final int RUN = 8;

  /** Compares the entries in two slots of a list. */
  interface SlotComparison {
    /** Negative, zero or positive as slot {@code a} comes before, with or after {@code b}. */
    int compare(int a, int b);
  }

  private OrderSort() {}

  /** Sorts the slots in {@code order}; equal ones keep their places relative to each other. */
  static void sort(int[] order, SlotComparison comparison) {
    int count = order.length;
    for (int low = 0; low < count; low += RUN) {
      insertionSort(order, low, Math.min(count, low + RUN), comparison);
    }
    if (count <= RUN) {
      return;
    }
    int[] left = new int[(count + 1) / 2 + RUN];
    for (int width = RUN; width < count && width > 0; width *= 2) {
      for (int low = 0; low < count - width; low += 2 * width) {
        int high = (int) Math.min(count, (long) low + 2L * width);
        left = merge(order, low, low + width, high, left, comparison);
      }
    }
  }

  private static void insertionSort(int[] order, int low, int high, SlotComparison comparison) {
    for (int i = low + 1; i < high; i++) {
      int slot = order[i];
      int j = i;
      while (j > low && comparison.compare(order[j - 1], slot) > 0) {
        order[j] = order[j - 1];
        j--;
      }
      order[j] = slot;
    }
  }

  private static int[] merge(
      int[] order, int low, int middle, int high, int[] scratch, SlotComparison comparison) {
    if (comparison.compare(order[middle - 1], order[middle]) <= 0) {
      return scratch;
    }
    int count = middle - low;
    int[] left = count <= scratch.length ? scratch : new int[count];
    System.arraycopy(order, low, left, 0, count);
    int l = 0;
    int r = middle;
    int to = low;
    while (l < count && r < high) {
      order[to++] = comparison.compare(left[l], order[r]) <= 0 ? left[l++] : order[r++];
    }
    System.arraycopy(left, l, order, to, count - l);
    return left;
  }
}
