package org.jrsync.engine.receiver;

import java.util.Arrays;
import java.util.function.Predicate;
import org.jrsync.wire.flist.FileList;

/**
 * {@code --prune-empty-dirs}: clears the directories of a whole list that lead to nothing but
 * directories.
 */
public final class EmptyDirectories {
  private final FileList list;

  /** Directories on the way to the present one of which it is open whether they stay. */
  private int[] open = new int[16];

  private int count;

  private EmptyDirectories(FileList list) {
    this.list = list;
  }

  /**
   * Clears them. A directory is told from those above it by its depth alone, as rsync does, and an
   * entry that is cleared already counts as a file.
   *
   * @param list a whole list, in its order
   * @param stays whether a rule wants a directory with this path to stay
   */
  public static void prune(FileList list, Predicate<byte[]> stays) {
    new EmptyDirectories(list).run(stays);
  }

  private void run(Predicate<byte[]> stays) {
    int depthBefore = 0;
    for (int i = 0; i < list.count(); i++) {
      int depth = list.isActive(i) && list.isDirectory(i) ? depth(i) : 0;
      if (depth == 0) {
        count = 0;
        continue;
      }
      drop(depthBefore - depth + 1);
      depthBefore = depth;
      if (stays.test(list.path(i))) {
        count = 0;
      } else {
        push(i);
      }
    }
    drop(count);
  }

  private void push(int position) {
    if (count == open.length) {
      open = Arrays.copyOf(open, count * 2);
    }
    open[count++] = position;
  }

  private void drop(int levels) {
    for (int i = Math.min(levels, count); i > 0; i--) {
      list.clear(open[--count]);
    }
  }

  private int depth(int position) {
    if (list.isRoot(position)) {
      return 0;
    }
    int depth = 1;
    for (byte b : list.path(position)) {
      if (b == '/') {
        depth++;
      }
    }
    return depth;
  }
}
