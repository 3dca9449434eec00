package org.jrsync.wire.flist;

/** Ordering, duplicate handling and look-up of a {@link FileList}. */
final class FileListSorter {

  private static final int[] IN_ORDER = {};
  private static final int MERGED_FLAGS = EntryFlags.TOP_DIR | EntryFlags.CONTENT_DIR;

  private FileListSorter() {}

  /** The slot for each position; empty when the list is in order as it stands. */
  static int[] sort(FileList list) {
    int count = list.count();
    boolean sorted = true;
    for (int i = 1; i < count && sorted; i++) {
      sorted = list.compareSlots(i - 1, i) <= 0;
    }
    if (sorted) {
      return IN_ORDER;
    }
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    OrderSort.sort(order, list::compareSlots);
    return order;
  }

  static void markDuplicates(FileList list) {
    int previous = 0;
    for (int i = 1; i < list.count(); i++) {
      boolean directory = list.isDirectory(i);
      boolean same = list.compareSlots(list.slot(previous), list.slot(i)) == 0;
      if (same && directory && list.isDirectory(previous)) {
        list.setFlags(list.slot(i), EntryFlags.DUPLICATE);
      } else if (!same || directory) {
        previous = i;
      }
    }
  }

  /**
   * Clears duplicates. Names of cleared entries stay, so that the order goes on holding for every
   * slot and look-ups need not step over gaps.
   */
  static void dropDuplicates(FileList list, FileListReader.Duplicates told) {
    byte[] path = new byte[FileEntry.MAX_PATH + 1];
    int previous = -1;
    for (int i = 0; i < list.count(); i++) {
      int slot = list.slot(i);
      if (!list.isActive(i)) {
        continue; // It has come without a name that could be used.
      }
      boolean directory = list.isDirectory(i);
      int earlier = -1;
      if (previous >= 0 && list.compareSlots(list.slot(previous), slot) == 0) {
        earlier = previous;
      } else if (directory) {
        int length = list.copyPath(i, path, 0);
        earlier = find(list, path, length, false);
      }
      if (earlier < 0) {
        previous = i;
        continue;
      }
      int earlierSlot = list.slot(earlier);
      if (directory && !list.isDirectory(earlier)) {
        told.dropping(list, earlier);
        list.setFlags(earlierSlot, EntryFlags.CLEARED);
        previous = i;
      } else {
        if (directory) {
          mergeFlags(list, earlierSlot, slot);
        }
        told.dropping(list, i);
        list.setFlags(slot, EntryFlags.CLEARED);
      }
    }
  }

  private static void mergeFlags(FileList list, int kept, int dropped) {
    int flags = list.slotFlags(dropped);
    list.setFlags(kept, flags & MERGED_FLAGS);
    if ((flags & EntryFlags.IMPLIED_DIR) == 0) {
      list.dropFlags(kept, EntryFlags.IMPLIED_DIR);
    }
  }

  static int find(FileList list, byte[] path, int length, boolean directory) {
    int base = length;
    while (base > 0 && path[base - 1] != '/') {
      base--;
    }
    int low = 0;
    int high = list.count();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (list.compareSlot(list.slot(middle), path, base, length, directory) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (int i = low; i < list.count(); i++) {
      if (list.compareSlot(list.slot(i), path, base, length, directory) != 0) {
        return -1;
      }
      if (list.isActive(i)) {
        return list.isDirectory(i) == directory ? i : -1;
      }
    }
    return -1;
  }
}
