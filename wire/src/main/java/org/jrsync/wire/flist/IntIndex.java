package org.jrsync.wire.flist;

import java.util.Arrays;

/** Numbers for 32-bit keys, counted from 0 in order of first appearance. */
final class IntIndex {

  private static final int EMPTY = -1;

  private int[] table = new int[32];
  private int[] keys = new int[16];
  private int count;

  IntIndex() {
    Arrays.fill(table, EMPTY);
  }

  int size() {
    return count;
  }

  int key(int index) {
    return keys[index];
  }

  /** The key's number, or -1 when it has none. */
  int find(int key) {
    return table[locate(key)];
  }

  /** The key's number; a new one, equal to the former {@link #size}, when it had none. */
  int findOrAdd(int key) {
    int at = locate(key);
    if (table[at] != EMPTY) {
      return table[at];
    }
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, count * 2);
      table = new int[count * 4];
      Arrays.fill(table, EMPTY);
      for (int i = 0; i < count; i++) {
        table[locate(keys[i])] = i;
      }
      at = locate(key);
    }
    keys[count] = key;
    table[at] = count;
    return count++;
  }

  private int locate(int key) {
    int mask = table.length - 1;
    int at = ((key * 0x9E3779B9) >>> 7) & mask;
    while (table[at] != EMPTY && keys[table[at]] != key) {
      at = (at + 1) & mask;
    }
    return at;
  }
}
