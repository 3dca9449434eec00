package org.jrsync.engine.tree;

import org.jrsync.posix.FileHandle;
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

  /**
   * The length of a device's content. One that cannot be opened keeps the size that it tells: what
   * opens it for its content will tell why.
   *
   * @param told its size by {@link Tree#lstat}, 0 for untold
   */
  public static long deviceSize(Tree tree, byte[] path, long told) {
    if (told != 0) {
      return told;
    }
    try (FileHandle file = tree.openRead(path)) {
      return file.deviceSize(told);
    } catch (PosixException e) {
      return told;
    }
  }
}
