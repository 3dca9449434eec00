package org.jrsync.engine.generator;

import org.jrsync.engine.Session;
import org.jrsync.engine.basis.AlternateDirectories;
import org.jrsync.engine.options.AlternateDirs;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.FileStat;
import org.jrsync.wire.MessageCode;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a member of a hard-link group that is missing is no change against a further
 * directory: that one links it the same way, or has its content.
 */
final class AlternateMembers {
  private final Session session;
  private final AlternateDirectories directories;
  private final QuickCheck check;
  private final ItemWriter items;
  private final boolean reportNames;
  private final FileStat stat = new FileStat();

  AlternateMembers(
      Session session,
      AlternateDirectories directories,
      QuickCheck check,
      ItemWriter items,
      boolean reportNames) {
    this.session = session;
    this.directories = directories;
    this.check = check;
    this.items = items;
    this.reportNames = reportNames;
  }

  /**
   * Looks for the member, and takes the attributes of what it finds into the candidate.
   *
   * @param leader the file that the member is linked to, null if there is none yet
   */
  boolean has(Candidate c, @Nullable FileStat leader) {
    boolean found = false;
    for (int i = 0; i < directories.count(); i++) {
      Tree tree = directories.get(i).treeFor(c.path);
      if (tree == null || tree.lstat(c.path, stat) != 0) {
        continue;
      }
      if (directories.kind() == AlternateDirs.Kind.LINK) {
        if (leader != null && stat.isSameFile(leader)) {
          c.stat.take(stat);
          return true;
        }
      } else if (sameContent(c, tree)) {
        c.stat.take(stat);
        found = true;
        if (check.sameAttributes(c.entry, tree, c.path, stat)) {
          return true;
        }
      }
    }
    return found;
  }

  private boolean sameContent(Candidate c, Tree tree) {
    return c.entry.isRegular()
        && stat.isRegular()
        && check.sameContent(c.entry, tree, c.path, stat, QuickCheck.Strictness.NORMAL);
  }

  /** Whether a member that {@link #has} found is mentioned; if not, its name may be told here. */
  boolean tells(Candidate c) {
    if (directories.kind() != AlternateDirs.Kind.LINK || (!reportNames && items.showsUnchanged())) {
      return true;
    }
    if (reportNames && session.options().info(Info.NAME) >= 2) {
      session.message(MessageCode.CLIENT).name(c.path).text(" is uptodate\n").send();
    }
    return false;
  }
}
