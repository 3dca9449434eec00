package org.jrsync.engine.generator;

import java.util.Arrays;
import java.util.BitSet;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.posix.DirectorySnapshot;
import org.jrsync.posix.FileMode;

/** The files of one directory that can stand in for others: regular and not empty, by name. */
final class FuzzyListing {
  private final DirectorySnapshot snapshot;
  private final int[] order;
  private final BitSet changing = new BitSet();

  /**
   * @param dir the directory's path, for the rules
   * @param hidden rules about what is not to be found
   */
  FuzzyListing(DirectorySnapshot snapshot, byte[] dir, FilterList hidden) {
    this.snapshot = snapshot;
    int[] found = new int[snapshot.count()];
    int count = 0;
    for (int i = 0; i < found.length; i++) {
      boolean usable =
          snapshot.errnoOf(i) == 0
              && FileMode.isRegular(snapshot.mode(i))
              && snapshot.size(i) > 0
              && (hidden.isEmpty()
                  || !hidden.excludes(FuzzySearch.join(dir, snapshot.name(i)), false));
      if (usable) {
        found[count++] = i;
      }
    }
    order = sorted(found, count);
  }

  private int[] sorted(int[] found, int count) {
    int[] result = Arrays.copyOf(found, count);
    int[] scratch = result.clone();
    sort(scratch, result, 0, count);
    return result;
  }

  /** Merges the two halves, sorted in {@code from}, into {@code to}; both hold the same. */
  private void sort(int[] from, int[] to, int start, int end) {
    if (end - start < 2) {
      return;
    }
    int middle = (start + end) >>> 1;
    sort(to, from, start, middle);
    sort(to, from, middle, end);
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean takeLeft = left < middle && (right >= end || compare(from[left], from[right]) <= 0);
      to[i] = from[takeLeft ? left++ : right++];
    }
  }

  private int compare(int a, int b) {
    int aFrom = snapshot.nameStart(a);
    int bFrom = snapshot.nameStart(b);
    return Arrays.compareUnsigned(
        snapshot.arena(),
        aFrom,
        aFrom + snapshot.nameLength(a),
        snapshot.arena(),
        bFrom,
        bFrom + snapshot.nameLength(b));
  }

  /** How many there are. */
  int count() {
    return order.length;
  }

  byte[] name(int i) {
    return snapshot.name(order[i]);
  }

  /** What holds the names. */
  byte[] names() {
    return snapshot.arena();
  }

  /** Where a name begins in {@link #names}. */
  int nameStart(int i) {
    return snapshot.nameStart(order[i]);
  }

  /** Where it ends there. */
  int nameEnd(int i) {
    return nameStart(i) + snapshot.nameLength(order[i]);
  }

  long size(int i) {
    return snapshot.size(order[i]);
  }

  long mtime(int i) {
    return snapshot.mtimeSeconds(order[i]);
  }

  /** Whether the file is about to be changed itself. */
  boolean isChanging(int i) {
    return changing.get(i);
  }

  /** The file with this name, if it is there, is about to be changed. */
  void markChanging(byte[] name) {
    int low = 0;
    int high = order.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int from = snapshot.nameStart(order[middle]);
      int end = from + snapshot.nameLength(order[middle]);
      int order1 = Arrays.compareUnsigned(snapshot.arena(), from, end, name, 0, name.length);
      if (order1 == 0) {
        changing.set(middle);
        return;
      }
      if (order1 < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
  }
}
