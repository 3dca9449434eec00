package org.jrsync.engine.scan;

import java.util.Arrays;
import java.util.BitSet;
import org.jrsync.wire.flist.DirectoryNumbers;
import org.jrsync.wire.flist.EntryFlags;
import org.jrsync.wire.flist.FileList;
import org.jrsync.wire.flist.FileListSegments;

/**
 * The order in which directories' contents are sent: depth first, each directory after its parent,
 * children in sorted order. Directories that repeat a name are sent together with the first of
 * them, and what lies below hangs on the last.
 */
final class DirectoryTree {

  static final int NONE = -1;

  private final FileList directories;
  private int[] parent = new int[16];
  private int[] firstChild = new int[16];
  private int[] nextSibling = new int[16];
  private final BitSet scanned = new BitSet();
  private int count;
  private int next = NONE;
  private int depth = 1;

  /**
   * @param directories all directories of the transfer, growing as segments are added
   */
  DirectoryTree(FileList directories) {
    this.directories = directories;
  }

  /**
   * Links the directories of a list that was added, in its order, as children of a directory or at
   * the top.
   */
  void link(int parentIndex, FileList list) {
    int previous = NONE;
    grow(directories.count());
    DirectoryNumbers numbers = FileListSegments.numbers(list, count);
    for (int position = 0; position < list.count(); position++) {
      if (!list.isDirectory(position)) {
        continue;
      }
      int i = numbers.next(position);
      parent[i] = parentIndex;
      firstChild[i] = NONE;
      nextSibling[i] = NONE;
      if (isDot(i)) {
        continue;
      }
      if (previous != NONE) {
        nextSibling[previous] = i;
      } else if (parentIndex != NONE) {
        firstChild[parentIndex] = i;
      } else {
        next = i;
      }
      previous = i;
    }
    count = directories.count();
  }

  /** The content of a transferred root came with the first segment. */
  private boolean isDot(int index) {
    int length = directories.pathLength(index);
    int base = length - directories.directoryLength(index);
    if (base != 1) {
      return false;
    }
    byte[] path = directories.path(index);
    return path[length - 1] == '.';
  }

  private void grow(int needed) {
    if (needed > parent.length) {
      int capacity = Math.max(needed, parent.length * 2);
      parent = Arrays.copyOf(parent, capacity);
      firstChild = Arrays.copyOf(firstChild, capacity);
      nextSibling = Arrays.copyOf(nextSibling, capacity);
    }
  }

  /** The directory whose content is to be sent next, or {@link #NONE} when all has been sent. */
  int next() {
    return next;
  }

  /** How deep the next directory lies, 1 for the top. */
  int depth() {
    return depth;
  }

  /** The directory that is to be sent together with this one, or {@link #NONE}. */
  int repeated(int index) {
    int sibling = nextSibling[index];
    boolean same = sibling != NONE && (directories.flags(sibling) & EntryFlags.DUPLICATE) != 0;
    return same ? sibling : NONE;
  }

  /** Whether the directory's content is to be listed. */
  boolean hasContent(int index) {
    return !scanned.get(index) && (directories.flags(index) & EntryFlags.CONTENT_DIR) != 0;
  }

  /** Notes that the directory's content is not to be listed, since a repetition of it was. */
  void dropContent(int index) {
    scanned.set(index);
  }

  /** Goes on to the directory after one whose segment, with its children linked, is complete. */
  void advance(int last) {
    if (firstChild[last] != NONE) {
      next = firstChild[last];
      depth++;
      return;
    }
    int at = last;
    while (nextSibling[at] == NONE) {
      at = parent[at];
      if (at == NONE) {
        next = NONE;
        return;
      }
      depth--;
    }
    next = nextSibling[at];
  }
}
