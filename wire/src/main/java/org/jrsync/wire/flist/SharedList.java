package org.jrsync.wire.flist;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jrsync.wire.MemoryBudget;

/**
 * Values that entries of a transfer's lists share: an entry has the index of its own. One thread
 * adds; others may get what they have been told the index of.
 *
 * @param <T> immutable, with an equality of its own
 */
public final class SharedList<T> {
  private final MemoryBudget memory;
  private final String what;
  private final List<T> values = new ArrayList<>();
  private final Map<T, Integer> indexes = new HashMap<>();
  private long held;

  /**
   * @param memory what the values are taken from
   * @param what names them in errors
   */
  SharedList(MemoryBudget memory, String what) {
    this.memory = memory;
    this.what = what;
  }

  /** Number of values. */
  public synchronized int size() {
    return values.size();
  }

  /** The value with an index. */
  public synchronized T get(int index) {
    return values.get(index);
  }

  /** Index of an equal value, which is added where there is none. */
  synchronized int intern(T value, long bytes) {
    Integer known = indexes.get(value);
    if (known != null) {
      return known;
    }
    int index = append(value, bytes);
    indexes.put(value, index);
    return index;
  }

  /** Adds a value without looking for an equal one, and returns its index. */
  synchronized int append(T value, long bytes) {
    reserve(bytes);
    values.add(value);
    return values.size() - 1;
  }

  /**
   * Takes memory for what belongs to a value.
   *
   * @throws org.jrsync.wire.RsyncException when the budget does not allow it
   */
  public synchronized void reserve(long bytes) {
    memory.reserve(bytes, what);
    held += bytes;
  }

  /** Gives memory back that turned out not to be needed. */
  synchronized void giveBack(long bytes) {
    memory.release(bytes);
    held -= bytes;
  }

  /** Puts other values in the places of these. */
  synchronized void replaceAll(UnaryOperator<T> change) {
    values.replaceAll(change);
    indexes.clear();
  }

  /** Gives the memory back; nothing is asked for after. */
  synchronized void release() {
    memory.release(held);
    held = 0;
    values.clear();
    indexes.clear();
  }
}
