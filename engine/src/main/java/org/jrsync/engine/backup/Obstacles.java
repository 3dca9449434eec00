package org.jrsync.engine.backup;

import org.jrsync.engine.Session;
import org.jrsync.engine.TransferStats;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.filter.FilterRule;
import org.jrsync.engine.filter.FilterScope;
import org.jrsync.engine.filter.FilterSide;
import org.jrsync.engine.filter.NameKind;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.report.ItemLog;
import org.jrsync.engine.tree.NamedDirectory;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.DirectorySnapshot;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.MessageCode;

/**
 * Removes what stands where a backup has to go: an older backup, or a whole directory. What is in
 * such a directory counts as deleted, and what the rules protect in it stays, with the directory.
 */
final class Obstacles {
  private final Session session;
  private final Options options;
  private final FilterList hidden;
  private final ItemLog log;
  private final TransferStats stats;

  /**
   * @param hidden the module's rules, for paths in the tree where backups lie
   * @param log told what is deleted
   */
  Obstacles(Session session, FilterList hidden, ItemLog log, TransferStats stats) {
    this.hidden = hidden;
    this.session = session;
    this.options = session.options();
    this.log = log;
    this.stats = stats;
  }

  /**
   * Removes an entry.
   *
   * @param path where it is in the tree
   * @param told its path for messages, which is what the client's rules go by
   * @return whether it is gone; if not, that has been reported
   */
  boolean remove(Tree tree, byte[] path, byte[] told, int mode) {
    boolean gone =
        !FileMode.isDirectory(mode)
            || empty(tree, path, told, session.rulesAtTop(FilterSide.RECEIVER));
    if (gone && delete(tree, path, told, mode)) {
      return true;
    }
    session
        .message(MessageCode.ERROR_XFER)
        .text("could not make way for backup ")
        .text(kind(mode))
        .text(": ")
        .name(told)
        .text("\n")
        .send();
    return false;
  }

  private static String kind(int mode) {
    if (FileMode.isRegular(mode)) {
      return "regular file";
    }
    if (FileMode.isDirectory(mode)) {
      return "directory";
    }
    if (FileMode.isSymlink(mode)) {
      return "symlink";
    }
    return FileMode.isDevice(mode) ? "device file" : "special file";
  }

  private boolean empty(Tree tree, byte[] dir, byte[] told, FilterScope above) {
    FilterScope rules = above.enter(told);
    boolean empty = emptied(tree, dir, told, rules);
    rules.leave();
    if (!empty) {
      FailedDeletion.reportNotEmpty(session, told);
    }
    return empty;
  }

  private boolean emptied(Tree tree, byte[] dir, byte[] told, FilterScope rules) {
    DirectorySnapshot content;
    try {
      content = tree.list(dir);
    } catch (PosixException e) {
      session.fail("opendir ", told, " failed", e.errno());
      return false;
    }
    boolean empty = true;
    for (int i = content.count() - 1; i >= 0; i--) {
      if (content.errnoOf(i) != 0) {
        continue;
      }
      int mode = content.mode(i);
      byte[] path = NamedDirectory.join(dir, content.name(i));
      byte[] name = NamedDirectory.join(told, content.name(i));
      boolean directory = FileMode.isDirectory(mode);
      if (hidden.excludes(path, directory) || isProtected(rules, name, directory)) {
        empty = false;
        continue;
      }
      boolean may = !directory || empty(tree, path, name, rules);
      empty &= may && deleteContent(tree, path, name, mode);
    }
    return empty;
  }

  private static boolean isProtected(FilterScope rules, byte[] path, boolean directory) {
    FilterRule rule =
        rules.match(path, 0, path.length, NameKind.of(directory), FilterSide.RECEIVER, true);
    return rule != null && !rule.isInclude();
  }

  private boolean deleteContent(Tree tree, byte[] path, byte[] told, int mode) {
    boolean allowed = options.maxDelete < 0 || stats.deleted.total() < options.maxDelete;
    if (!allowed || !delete(tree, path, told, mode)) {
      return false;
    }
    log.deleted(told, mode);
    stats.deleted.add(mode);
    return true;
  }

  private boolean delete(Tree tree, byte[] path, byte[] told, int mode) {
    boolean directory = FileMode.isDirectory(mode);
    if (options.dryRun) {
      return true;
    }
    try {
      if (directory) {
        tree.rmdir(path);
      } else {
        tree.unlink(path);
      }
      return true;
    } catch (PosixException e) {
      return FailedDeletion.isGone(session, told, directory ? "rmdir" : "unlink", e.errno());
    }
  }
}
