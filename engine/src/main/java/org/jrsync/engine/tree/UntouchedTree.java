package org.jrsync.engine.tree;

import org.jrsync.posix.FileHandle;

/**
 * A tree whose files are read without a trace in their access times. Somebody else's cannot be
 * read, except by root.
 */
final class UntouchedTree extends TreeView {

  UntouchedTree(Tree tree) {
    super(tree);
  }

  @Override
  Tree over(Tree other) {
    return new UntouchedTree(other);
  }

  @Override
  public FileHandle openRead(byte[] path, boolean followLast, boolean noAtime) {
    return tree.openRead(path, followLast, true);
  }
}
