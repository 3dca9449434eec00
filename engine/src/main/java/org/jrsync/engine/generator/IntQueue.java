package org.jrsync.engine.generator;

import java.util.Arrays;

/** A queue of numbers without an object for each. */
final class IntQueue {
  private int[] items = new int[8];
  private int head;
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  void add(int value) {
    if (size == items.length) {
      int[] larger = Arrays.copyOf(items, size * 2);
      // What had wrapped around goes behind what had not.
      System.arraycopy(items, 0, larger, size, head);
      items = larger;
    }
    items[(head + size) % items.length] = value;
    size++;
  }

  int take() {
    int value = items[head];
    head = (head + 1) % items.length;
    size--;
    return value;
  }
}
