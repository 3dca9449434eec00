package org.jrsync.wire.flist;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jrsync.wire.ProtocolException;

/**
 * The segments of a transfer's file list that are in use, and the directories of all there ever
 * were (docs/protocol.md, "File list", "Incremental recursion"). Segments follow each other with
 * one index between them, which stands for the directory that the later one is the content of. A
 * list sent whole is one segment.
 *
 * <p>Each thread that walks the list keeps an object of its own; the lists in it may be shared.
 */
public final class FileListSegments {

  private final boolean incremental;
  private final FileList directories;
  private final FileEntry scratch = new FileEntry();
  private final List<FileList> lists = new ArrayList<>();
  private int head;
  private int nextStart;
  private long total;
  private boolean complete;

  /**
   * @param format the transfer's format
   * @param budget what the list of directories is taken from
   */
  public FileListSegments(FileListFormat format, ListBudget budget) {
    incremental = format.incremental;
    nextStart = incremental ? 1 : 0;
    directories = new FileList(format.protocol, 0, 0, budget);
  }

  /**
   * Index that the first entry of the next segment has: 1 for the first of several, 0 for a whole
   * list.
   */
  public int nextStart() {
    return nextStart;
  }

  /**
   * Adds a finished segment, which starts at {@link #nextStart}, and with incremental recursion its
   * directories in the order of their indexes.
   */
  public void add(FileList list) {
    if (list.ndxStart() != nextStart) {
      throw new IllegalArgumentException(
          "segment at " + list.ndxStart() + " instead of " + nextStart);
    }
    long end = (long) list.ndxStart() + list.count() + 1;
    if (end > ListBudget.MOST_ENTRIES) {
      throw FileListErrors.tooLarge("indexes", ListBudget.MOST_ENTRIES);
    }
    lists.add(list);
    total += list.count();
    nextStart = (int) end;
    if (incremental) {
      for (int i = 0; i < list.count(); i++) {
        int position = list.positionOfSlot(i);
        if (list.isDirectory(position)) {
          list.get(position, scratch);
          directories.add(scratch);
        }
      }
    }
  }

  /**
   * Numbers of a list's directories among all, in the order of the list.
   *
   * @param first number of the one with the lowest index
   */
  public static DirectoryNumbers numbers(FileList list, int first) {
    return new DirectoryNumbers(list, first);
  }

  /**
   * Every directory so far, cleared ones included, by directory index; empty for a list sent whole.
   */
  public FileList directories() {
    return directories;
  }

  /** Whether no segment is in use. */
  public boolean isEmpty() {
    return head == lists.size();
  }

  /** The oldest segment in use. */
  public FileList first() {
    return lists.get(head);
  }

  /** The newest segment. */
  public FileList last() {
    return lists.getLast();
  }

  /** Number of segments in use. */
  public int size() {
    return lists.size() - head;
  }

  /** A segment in use, counted from 0 for the oldest. */
  public FileList segment(int index) {
    return lists.get(head + index);
  }

  /** Takes the oldest segment out of use and returns it; its owner releases it. */
  public FileList removeFirst() {
    FileList list = lists.get(head);
    total -= list.count();
    head++;
    if (head > 64 && head > lists.size() / 2) {
      lists.subList(0, head).clear();
      head = 0;
    }
    return list;
  }

  /** Number of entries in all segments in use. */
  public long total() {
    return total;
  }

  /** Number of entries in the segments after this one. */
  public long totalAfter(FileList list) {
    // By the index before its first, which an empty segment has too.
    int after = lists.size() - 1 - position(list.ndxStart() - 1);
    return (long) nextStart - (list.ndxStart() + list.count() + 1L) - after;
  }

  /**
   * The last index of the segment that an index belongs to, or of the oldest one in use where none
   * has it, which is one less than its first where it is empty; none when none is in use.
   */
  public OptionalInt lastIndexAt(int ndx) {
    if (isEmpty()) {
      return OptionalInt.empty();
    }
    int at = position(ndx);
    return OptionalInt.of(lists.get(at < 0 ? head : at).lastIndex());
  }

  /** Whether every segment of the transfer is known. */
  public boolean isComplete() {
    return complete;
  }

  /** Notes that no segment is to follow. */
  public void markComplete() {
    complete = true;
  }

  /**
   * The segment in use that an index belongs to: the one that holds it, or whose directory it
   * stands for.
   *
   * @param where names the step of the protocol in the error
   * @param who names the side in the error
   * @throws ProtocolException when there is none
   */
  public FileList require(int ndx, String where, String who) {
    int at = position(ndx);
    if (at < 0) {
      int first = isEmpty() ? 0 : first().ndxStart() - 1;
      int last = isEmpty() ? -1 : nextStart - 2;
      throw ProtocolException.value(
          "File-list index "
              + ndx
              + " not in "
              + first
              + " - "
              + last
              + " ("
              + where
              + ") ["
              + who
              + "]");
    }
    return lists.get(at);
  }

  /** Like {@link #require}, but says by false that no segment has the index. */
  public boolean contains(int ndx) {
    return position(ndx) >= 0;
  }

  /** Position in {@link #lists} of the segment that an index belongs to, or -1. */
  private int position(int ndx) {
    int low = head;
    int high = lists.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      FileList list = lists.get(middle);
      if (ndx < list.ndxStart() - 1) {
        high = middle - 1;
      } else if (ndx >= list.ndxStart() + list.count()) {
        low = middle + 1;
      } else {
        return middle;
      }
    }
    return -1;
  }

  /** Ends the use of every segment and of the directories. */
  public void release() {
    while (!isEmpty()) {
      removeFirst().release();
    }
    directories.release();
  }
}
