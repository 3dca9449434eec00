package org.jrsync.engine.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.FileHandle;
import org.jspecify.annotations.Nullable;

/**
 * Opens the next small files of the list together with the one that is asked for, where opening
 * each alone would cost much more. That is begun when a client has asked for files one after the
 * other, as one does that has none of them.
 */
final class OpenedAhead implements AutoCloseable {

  /** Bytes of files that are read together. */
  static final int MOST_BYTES = 128 * 1024;

  /** Files asked for in turn before the next are taken for granted. */
  private static final int ENOUGH_IN_TURN = 3;

  /** What was opened longer ago is opened anew, as its file may have changed since. */
  private static final long FRESH_NANOS = 500_000_000;

  private @Nullable FileHandle[] files = {};
  private int first;
  private long opened;
  private int expected = -1;
  private int inTurn;

  /**
   * Opens a file.
   *
   * @param index of the file in the list
   * @param path its path in the tree
   * @param next the path of a file with a higher index, or null where that one ends what may be
   *     opened with this one
   * @throws org.jrsync.posix.PosixException when that fails
   */
  FileHandle open(Tree tree, int index, byte[] path, IntFunction<byte @Nullable []> next) {
    FileHandle known = take(index);
    inTurn = index == expected ? inTurn + 1 : 0;
    expected = index + 1;
    if (known != null) {
      return known;
    }
    if (files.length > 0 && !isHeld(index)) {
      close();
    }
    if (inTurn < ENOUGH_IN_TURN || isHeld(index)) {
      // Of those that were opened together, one that could not be.
      return tree.openRead(path);
    }
    List<byte[]> paths = new ArrayList<>(tree.together());
    paths.add(path);
    byte[] following = next.apply(index + 1);
    while (following != null && paths.size() < tree.together()) {
      paths.add(following);
      following = next.apply(index + paths.size());
    }
    files = tree.openTogether(paths, MOST_BYTES);
    first = index;
    opened = System.nanoTime();
    FileHandle wanted = take(index);
    return wanted == null ? tree.openRead(path) : wanted;
  }

  private boolean isHeld(int index) {
    return index >= first
        && index - first < files.length
        && System.nanoTime() - opened <= FRESH_NANOS;
  }

  private @Nullable FileHandle take(int index) {
    if (!isHeld(index)) {
      return null;
    }
    FileHandle file = files[index - first];
    files[index - first] = null;
    return file;
  }

  /** Closes what nobody has asked for. */
  @Override
  public void close() {
    for (FileHandle file : files) {
      if (file != null) {
        file.close();
      }
    }
    files = new @Nullable FileHandle[0];
  }
}
