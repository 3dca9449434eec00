package org.jrsync.wire.flist;

import java.util.Arrays;

/**
 * The order of a file list, which both sides must agree on because files are named by their index
 * in it (docs/protocol.md, "File list", "Order").
 *
 * <p>Since protocol 29 names are compared as if a directory's ended in a slash, except that where
 * two names first reach the same depth, a final component that is no directory comes before
 * everything that is one; the directory {@code .} comes before all else in its place. Before
 * protocol 29 whole paths are compared as unsigned bytes.
 */
final class FileListOrder {

  private final boolean byKind;

  FileListOrder(int protocol) {
    byKind = protocol >= 29;
  }

  /**
   * Compares two names, each given as a directory part (empty or ending in a slash) and a base
   * name.
   *
   * @return negative, zero or positive; zero only for equal names, since protocol 29 of equal kind
   */
  int compare(
      byte[] names1,
      int dir1,
      int dirLength1,
      int base1,
      int baseLength1,
      boolean directory1,
      byte[] names2,
      int dir2,
      int dirLength2,
      int base2,
      int baseLength2,
      boolean directory2) {
    boolean slash1 = byKind && directory1;
    boolean slash2 = byKind && directory2;
    int length1 = baseLength1;
    int length2 = baseLength2;
    if (slash1 && length1 == 1 && names1[base1] == '.') {
      slash1 = false;
      length1 = 0;
    }
    if (slash2 && length2 == 1 && names2[base2] == '.') {
      slash2 = false;
      length2 = 0;
    }
    int common = Math.min(dirLength1, dirLength2);
    int at = Arrays.mismatch(names1, dir1, dir1 + common, names2, dir2, dir2 + common);
    if (at >= 0) {
      return (names1[dir1 + at] & 0xFF) - (names2[dir2 + at] & 0xFF);
    }
    if (dirLength1 == dirLength2) {
      return compareBases(names1, base1, length1, slash1, names2, base2, length2, slash2);
    }
    if (dirLength1 < dirLength2) {
      return compareToDeeper(
          names1, base1, length1, slash1, names2, dir2 + common, dirLength2 - common);
    }
    return -compareToDeeper(
        names2, base2, length2, slash2, names1, dir1 + common, dirLength1 - common);
  }

  private int compareBases(
      byte[] names1,
      int base1,
      int length1,
      boolean slash1,
      byte[] names2,
      int base2,
      int length2,
      boolean slash2) {
    if (slash1 != slash2) {
      return slash1 ? 1 : -1;
    }
    int common = Math.min(length1, length2);
    int at = Arrays.mismatch(names1, base1, base1 + common, names2, base2, base2 + common);
    if (at >= 0) {
      return (names1[base1 + at] & 0xFF) - (names2[base2 + at] & 0xFF);
    }
    if (length1 == length2) {
      return 0;
    }
    // Where the shorter name is a directory its slash meets a byte of the longer name.
    int end1 = length1 > common ? names1[base1 + common] & 0xFF : slash1 ? '/' : 0;
    int end2 = length2 > common ? names2[base2 + common] & 0xFF : slash2 ? '/' : 0;
    return end1 - end2;
  }

  /** Compares a base name with the rest of the directory part of a name that lies deeper. */
  private int compareToDeeper(
      byte[] names, int base, int length, boolean slash, byte[] deeper, int rest, int restLength) {
    if (byKind && !slash) {
      return -1;
    }
    int common = Math.min(length, restLength);
    int at = Arrays.mismatch(names, base, base + common, deeper, rest, rest + common);
    if (at >= 0) {
      return (names[base + at] & 0xFF) - (deeper[rest + at] & 0xFF);
    }
    // A base name holds no slash and the rest ends in one, so the base name is the shorter.
    int end = slash ? '/' : 0;
    int difference = end - (deeper[rest + common] & 0xFF);
    return difference != 0 ? difference : -1;
  }
}
