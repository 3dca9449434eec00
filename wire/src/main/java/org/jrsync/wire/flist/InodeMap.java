package org.jrsync.wire.flist;

import java.util.Arrays;

/** Numbers for files by device and inode: open addressing over plain arrays, 20 bytes an entry. */
final class InodeMap {

  /** What {@link #putIfAbsent} returns for a file not seen before. */
  static final int ABSENT = -1;

  private static final int MAX_CAPACITY = 1 << 29;

  private final ListBudget budget;
  private long[] devices;
  private long[] inodes;
  private int[] values;
  private int used;

  InodeMap(ListBudget budget) {
    this.budget = budget;
    int capacity = 64;
    budget.reserveBytes(capacity * 20L);
    devices = new long[capacity];
    inodes = new long[capacity];
    values = new int[capacity];
    Arrays.fill(values, ABSENT);
  }

  int size() {
    return used;
  }

  /** The number stored for the file, or {@link #ABSENT} after storing the one given. */
  int putIfAbsent(long device, long inode, int value) {
    int at = locate(device, inode);
    if (values[at] != ABSENT) {
      return values[at];
    }
    devices[at] = device;
    inodes[at] = inode;
    values[at] = value;
    used++;
    if (used > values.length / 2) {
      rehash();
    }
    return ABSENT;
  }

  private int locate(long device, long inode) {
    int mask = values.length - 1;
    long mixed = (inode * 0x9E3779B97F4A7C15L ^ device) * 0xC2B2AE3D27D4EB4FL;
    int at = (int) (mixed >>> 32) & mask;
    while (values[at] != ABSENT && (devices[at] != device || inodes[at] != inode)) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void rehash() {
    int old = values.length;
    if (old == MAX_CAPACITY) {
      throw FileListErrors.tooLarge("hard links", old / 2);
    }
    budget.reserveBytes(old * 20L);
    long[] oldDevices = devices;
    long[] oldInodes = inodes;
    int[] oldValues = values;
    devices = new long[old * 2];
    inodes = new long[old * 2];
    values = new int[old * 2];
    Arrays.fill(values, ABSENT);
    for (int i = 0; i < old; i++) {
      if (oldValues[i] != ABSENT) {
        int at = locate(oldDevices[i], oldInodes[i]);
        devices[at] = oldDevices[i];
        inodes[at] = oldInodes[i];
        values[at] = oldValues[i];
      }
    }
  }

  /** Gives the memory back; nothing is looked up after. */
  void release() {
    budget.releaseBytes(values.length * 20L);
    devices = new long[0];
    inodes = new long[0];
    values = new int[0];
  }
}
