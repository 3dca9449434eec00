package org.jrsync.engine.generator;

import org.jrsync.engine.options.Options;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;

/**
 * {@code --keep-dirlinks}: links to directories that count as these at the destination. One that
 * leads out of it stays too, though nothing can be made behind it.
 */
final class KeptLinks {
  private final boolean keeps;
  private final Tree tree;
  private final FileStat target = new FileStat();

  KeptLinks(Options options, Tree tree) {
    this.keeps = options.linkRules.keepDirectories();
    this.tree = tree;
  }

  /** Whether there may be such links. */
  boolean any() {
    return keeps;
  }

  /**
   * Where a directory is wanted and a link to one is there, that one is looked at.
   *
   * @param stat of the path, not following a link; gets what the link leads to
   */
  void follow(byte[] path, FileStat stat) {
    if (!keeps || !stat.isSymlink()) {
      return;
    }
    int errno = tree.stat(path, target);
    if (errno == Errno.EXDEV) {
      errno = tree.statBeyond(path, target);
    }
    if (errno == Errno.EXDEV) {
      // It leads where nobody may look: the user keeps his link rather than losing it.
      stat.pretend(
          FileMode.DIRECTORY | FileMode.permissions(stat.mode()), stat.uid(), stat.gid(), 0, 0);
    } else if (errno == 0 && target.isDirectory()) {
      stat.take(target);
    }
  }

  /** What is told of an error: a link on the way that leads out of the tree is one too many. */
  static int shown(int errno) {
    return errno == Errno.EXDEV ? Errno.ELOOP : errno;
  }

  /** What is at a path where a directory is wanted; 0 or the errno. */
  int look(byte[] path, FileStat stat) {
    int errno = tree.lstat(path, stat);
    if (errno == 0) {
      follow(path, stat);
    }
    return errno;
  }
}
