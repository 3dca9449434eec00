package org.jrsync.wire.flist;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a list: base names, directory names and link targets in one array, directory names
 * stored once for a run of entries of the same directory. A directory name includes its trailing
 * slash; the empty one stands for the top.
 */
final class Names {

  private static final int MAX_BYTES = Integer.MAX_VALUE - 64;
  private static final byte[] NONE = {};

  private final ListBudget budget;
  byte[] bytes = NONE;
  private int used;
  int[] directoryStart = new int[2];
  char[] directoryLength = new char[2];
  private int directories;

  /** Directories that have lost a leading slash, which still stands before their names. */
  private @Nullable BitSet stripped;

  Names(ListBudget budget) {
    this.budget = budget;
    budget.reserveBytes(2 * 6);
    addDirectory(NONE, 0, 0);
  }

  /** Index of the directory with this name, the trailing slash included. */
  int directory(byte[] name, int offset, int length) {
    int last = directories - 1;
    if (isDirectory(last, name, offset, length)) {
      return last;
    }
    if (length == 0) {
      return 0;
    }
    return addDirectory(name, offset, length);
  }

  private boolean isDirectory(int index, byte[] name, int offset, int length) {
    int start = directoryStart[index];
    return directoryLength[index] == length
        && Arrays.equals(bytes, start, start + length, name, offset, offset + length);
  }

  private int addDirectory(byte[] name, int offset, int length) {
    int index = directories;
    if (index == directoryStart.length) {
      int capacity = index + Math.max(1, index >> 1);
      budget.reserveBytes((capacity - index) * 6L);
      directoryStart = Arrays.copyOf(directoryStart, capacity);
      directoryLength = Arrays.copyOf(directoryLength, capacity);
    }
    directoryStart[index] = add(name, offset, length);
    directoryLength[index] = (char) length;
    directories = index + 1;
    return index;
  }

  /** Appends bytes and returns where they start. */
  int add(byte[] source, int offset, int length) {
    int start = used;
    long end = (long) start + length;
    if (end > bytes.length) {
      grow(end);
    }
    System.arraycopy(source, offset, bytes, start, length);
    used = (int) end;
    return start;
  }

  /** Makes room for so many bytes at least. */
  void makeRoom(int wanted) {
    if (wanted > bytes.length) {
      budget.reserveBytes((long) wanted - bytes.length);
      bytes = Arrays.copyOf(bytes, wanted);
    }
  }

  private void grow(long needed) {
    if (needed > MAX_BYTES) {
      throw FileListErrors.tooLarge("names", MAX_BYTES);
    }
    long wanted = Math.max(needed, Math.max(256, bytes.length + (bytes.length >> 1)));
    int capacity = (int) Math.min(wanted, MAX_BYTES);
    budget.reserveBytes((long) capacity - bytes.length);
    bytes = Arrays.copyOf(bytes, capacity);
  }

  /** Drops leading slashes from every directory name. */
  void stripRoot() {
    for (int i = 0; i < directories; i++) {
      while (directoryLength[i] > 0 && bytes[directoryStart[i]] == '/') {
        directoryStart[i]++;
        directoryLength[i]--;
        BitSet known = stripped == null ? new BitSet(directories) : stripped;
        known.set(i);
        stripped = known;
      }
    }
  }

  /** Whether any directory name has lost a leading slash. */
  boolean hasStripped() {
    return stripped != null;
  }

  /** 1 where a directory name has lost a leading slash, else 0. */
  int strippedSlash(int index) {
    BitSet known = stripped;
    return known != null && known.get(index) ? 1 : 0;
  }

  /** Gives back what growing left over, where that is worth a copy. */
  void trim() {
    if (bytes.length > used + (used >> EntryColumns.SLACK_SHIFT)) {
      budget.releaseBytes(bytes.length - used);
      bytes = Arrays.copyOf(bytes, used);
    }
    if (directoryStart.length > directories) {
      budget.releaseBytes((directoryStart.length - directories) * 6L);
      directoryStart = Arrays.copyOf(directoryStart, directories);
      directoryLength = Arrays.copyOf(directoryLength, directories);
    }
  }

  long heldBytes() {
    return bytes.length + directoryStart.length * 6L;
  }
}
