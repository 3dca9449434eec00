package org.jrsync.engine.tree;

import org.jrsync.posix.PosixException;

/** Small helps for working in trees. */
public final class Trees {
  private Trees() {}

  /** Unlinks a file of the transfer's own making; one that is gone or cannot be removed is left. */
  public static void unlinkQuietly(Tree tree, byte[] path) {
    try {
      tree.unlink(path);
    } catch (PosixException e) {
      return;
    }
  }
}
