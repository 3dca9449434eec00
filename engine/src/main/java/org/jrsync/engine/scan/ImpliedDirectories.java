package org.jrsync.engine.scan;

import java.util.Arrays;
import org.jrsync.engine.filter.FilterScope;
import org.jrsync.engine.options.LinkRules;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.scan.EntryScanner.Filtering;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileStat;
import org.jrsync.wire.flist.EntryFlags;
import org.jrsync.wire.flist.FileEntry;

/**
 * The directories above relative arguments, which are sent so that their attributes arrive too.
 * Symbolic links on the way count as the directories that they lead to.
 */
final class ImpliedDirectories {

  /** About what the rest of an argument takes besides its bytes. */
  private static final int PENDING_BYTES = 64;

  private final EntryScanner entries;
  private final Options options;
  private final FileStat stat = new FileStat();
  private byte[] lastPath = {};
  private int lastMark = EntryScanner.LEFT_OUT;

  ImpliedDirectories(EntryScanner entries, Options options) {
    this.entries = entries;
    this.options = options;
  }

  /**
   * Adds every directory of a path, for a list that is sent whole; not again those that come before
   * the last slash that it shares with the latest path, as the real sender does it.
   */
  void addAll(Tree tree, SourceRoot root, byte[] path) {
    int slash = 0;
    int same = 0;
    while (same < path.length && same < lastPath.length && path[same] == lastPath[same]) {
      if (path[same] == '/') {
        slash = same;
      }
      same++;
    }
    if (same == path.length && (same == lastPath.length || lastPath[same] == '/')) {
      return;
    }
    for (int i = slash + 1; i <= path.length; i++) {
      if (i == path.length || path[i] == '/') {
        addOne(tree, Arrays.copyOf(path, i), entries.markOf(root));
      }
    }
    lastPath = path;
  }

  private int addOne(Tree tree, byte[] path, int mark) {
    FileEntry entry = entries.entry;
    SourceRoot root = entries.origin(mark).root;
    entry.clear();
    entry.setPath(path);
    int errno = tree.stat(path, stat);
    if (errno != 0 && mayBeDeadLink(errno) && tree.lstat(path, stat) == 0 && stat.isSymlink()) {
      errno = 0;
    }
    if (errno != 0) {
      if (errno == Errno.ENOENT && tree.lstat(path, stat) == 0 && stat.isSymlink()) {
        entries.messages.noReferent(root.fullName(path));
      } else {
        entries.messages.entryFailed(root.fullName(path), errno);
      }
      return EntryScanner.LEFT_OUT;
    }
    entries.fill(stat);
    return entries.add(mark, EntryFlags.IMPLIED_DIR, Filtering.MODULE, root.filters);
  }

  /** A link on the way to a name of a list that leads nowhere is sent as the link that it is. */
  private boolean mayBeDeadLink(int errno) {
    LinkRules links = options.linkRules;
    boolean listed = options.filesFrom != null && !options.daemon;
    boolean walked = !links.copyUnsafe() && !links.copyDirectories() && !links.insecure();
    return listed
        && walked
        && (errno == Errno.ENOENT || errno == Errno.ENOTDIR || errno == Errno.EACCES);
  }

  /**
   * Adds the first directory of a relative path and keeps the rest for that directory's segment.
   * Arguments that follow each other share the directory.
   */
  void defer(Tree tree, SourceRoot root, byte[] path, Origin.Pending rest) {
    boolean same =
        lastMark != EntryScanner.LEFT_OUT
            && entries.origin(lastMark).root == root
            && Arrays.equals(path, lastPath);
    if (!same) {
      lastPath = path;
      int mark = entries.addOrigin(new Origin(root));
      int position = addOne(tree, path, mark);
      lastMark =
          position != EntryScanner.LEFT_OUT && entries.entry.isDirectory()
              ? mark
              : EntryScanner.LEFT_OUT;
    }
    if (lastMark != EntryScanner.LEFT_OUT) {
      entries.roots.reserve(PENDING_BYTES + rest.path().length);
      entries.origin(lastMark).pending.add(rest);
    }
  }

  /** The rules inside a directory, from those at the top. */
  static FilterScope scopeOf(FilterScope top, byte[] path) {
    FilterScope scope = top;
    for (int i = 1; i <= path.length; i++) {
      if (i == path.length || path[i] == '/') {
        scope = scope.enter(Arrays.copyOf(path, i));
      }
    }
    return scope;
  }
}
