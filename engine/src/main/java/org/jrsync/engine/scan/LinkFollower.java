package org.jrsync.engine.scan;

import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.LinkRules;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.tree.Tree;
import org.jrsync.engine.tree.UnsafeLinks;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;

/**
 * Decides which symbolic links of the source stand for what they lead to: {@code --copy-links},
 * {@code --copy-unsafe-links} and {@code --copy-dirlinks}. How far a link may lead is the tree's
 * affair.
 */
final class LinkFollower {
  private final LinkRules rules;
  private final boolean tells;
  private final ScanMessages messages;
  private final FileStat target = new FileStat();

  LinkFollower(Options options, ScanMessages messages) {
    this.rules = options.linkRules;
    this.tells = options.info(Info.SYMSAFE) >= 1;
    this.messages = messages;
  }

  /** Whether some links are followed. */
  boolean isActive() {
    return rules.followsSome();
  }

  /**
   * Whether a file may be a link that is followed, so that one in its place is opened. With {@code
   * --copy-dirlinks} alone only directories are.
   */
  boolean opensLinks() {
    return rules.copy() || rules.copyUnsafe();
  }

  /**
   * Looks where a link leads, if it is to be followed.
   *
   * @param path of the link in the tree
   * @param transferred its path in the transfer
   * @param stat of the link; gets what it leads to
   * @return 0, or why that cannot be looked at
   */
  int follow(Tree tree, byte[] path, byte[] transferred, FileStat stat) {
    if (rules.copy()) {
      return tree.stat(path, stat);
    }
    if (rules.copyDirectories()) {
      int errno = directory(tree, path, stat);
      if (errno == Errno.EXDEV || (errno == 0 && stat.isDirectory())) {
        return errno;
      }
    }
    return rules.copyUnsafe() ? followUnsafe(tree, path, transferred, stat) : 0;
  }

  /**
   * Looks where the link of an argument leads. Whether it leads out of the transfer counts only
   * when the argument is added.
   *
   * @param directories whether a link to a directory is followed in any case
   */
  int followArgument(Tree tree, byte[] path, boolean directories, FileStat stat) {
    if (rules.copy()) {
      return tree.stat(path, stat);
    }
    if (directories || rules.copyDirectories()) {
      int errno = directory(tree, path, stat);
      return errno == Errno.EXDEV && rules.copyDirectories() ? errno : 0;
    }
    return 0;
  }

  /**
   * Follows a link if it leads to a directory. One that leads out of the tree, where that confines,
   * cannot be told from one to a directory, and is an error then: {@code EXDEV}.
   */
  private int directory(Tree tree, byte[] path, FileStat stat) {
    int errno = tree.stat(path, target);
    if (errno == 0 && target.isDirectory()) {
      stat.take(target);
    }
    return errno;
  }

  private int followUnsafe(Tree tree, byte[] path, byte[] transferred, FileStat stat) {
    byte[] target;
    try {
      target = tree.storedLink(path);
    } catch (PosixException e) {
      return e.errno();
    }
    if (!UnsafeLinks.isUnsafe(target, transferred)) {
      return 0;
    }
    if (tells) {
      messages.copiedUnsafe(transferred, target);
    }
    return tree.stat(path, stat);
  }
}
