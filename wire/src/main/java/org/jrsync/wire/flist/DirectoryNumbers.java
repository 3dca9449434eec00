package org.jrsync.wire.flist;

/**
 * Gives the directories of a list their numbers among all of the transfer, as one walks through it.
 * They follow the indexes, so that a directory's number is a count of those before it only where
 * the indexes follow the order.
 */
public final class DirectoryNumbers {
  private final FileList list;

  /** Number of directories among the slots before each; empty where the walk counts them. */
  private final int[] before;

  private int next;
  private final int first;

  DirectoryNumbers(FileList list, int first) {
    this.list = list;
    this.first = first;
    this.next = first;
    this.before = list.isReordered() ? new int[list.count()] : new int[0];
    int count = 0;
    for (int slot = 0; slot < before.length; slot++) {
      before[slot] = count;
      count += list.isDirectory(list.positionOfSlot(slot)) ? 1 : 0;
    }
  }

  /**
   * The number of the directory at a position; called for every directory of the list, in its
   * order.
   */
  public int next(int position) {
    return before.length == 0 ? next++ : first + before[list.slot(position)];
  }
}
