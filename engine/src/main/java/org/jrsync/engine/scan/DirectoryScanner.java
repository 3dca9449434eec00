package org.jrsync.engine.scan;

import java.util.Arrays;
import org.jrsync.engine.filter.FilterScope;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.DirectorySnapshot;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.flist.EntryFlags;
import org.jrsync.wire.flist.FileEntry;
import org.jrsync.wire.flist.FileList;

/** Adds the content of directories to the list. */
final class DirectoryScanner {

  private final EntryScanner entries;
  private final SourceRoots roots;
  private final ScanMessages messages;
  private final boolean noAtime;
  private final FileStat stat = new FileStat();

  DirectoryScanner(EntryScanner entries) {
    this.entries = entries;
    this.roots = entries.roots;
    this.messages = entries.messages;
    this.noAtime = entries.readsDirectoriesUntouched();
  }

  /**
   * Adds what a directory holds.
   *
   * @param path transferred path of the directory
   * @param mark number of the directory's origin, which its content gets too
   * @param flags of {@link EntryFlags} for directories in it
   * @param filters rules that hold inside it
   */
  void scan(byte[] path, int mark, int flags, FilterScope filters) {
    Origin origin = entries.origin(mark);
    int contentMark = origin.pending.isEmpty() ? mark : entries.markOf(origin.root);
    SourceRoot root = origin.root;
    DirectorySnapshot snapshot;
    try {
      snapshot = roots.tree(root).list(root.inTree(path), entries.links.isActive(), noAtime);
    } catch (PosixException e) {
      messages.listFailed(root.fullName(path), e.errno(), !e.call().startsWith("open"));
      return;
    }
    FileEntry entry = entries.entry;
    int prefix = putPrefix(path, entry.path);
    int room = FileEntry.MAX_PATH - path.length - (path.length == 1 && path[0] == '/' ? 0 : 1);
    byte[] arena = snapshot.arena();
    for (int i = 0; i < snapshot.count(); i++) {
      int length = snapshot.nameLength(i);
      if (length > room) {
        messages.longName(length - room, path, snapshot.name(i));
        continue;
      }
      System.arraycopy(arena, snapshot.nameStart(i), entry.path, prefix, length);
      entry.pathLength = prefix + length;
      int errno = snapshot.errnoOf(i);
      if (errno != 0) {
        entries.failed(root, errno, filters);
        continue;
      }
      if (!fill(root, snapshot, i, filters)) {
        continue;
      }
      entries.add(contentMark, flags, EntryScanner.Filtering.ALL, filters);
    }
  }

  /** Fills the entry from what it is, or from what it leads to; false where that is not there. */
  private boolean fill(SourceRoot root, DirectorySnapshot snapshot, int i, FilterScope filters) {
    if (!entries.links.isActive() || !FileMode.isSymlink(snapshot.mode(i))) {
      entries.fill(snapshot, i);
      return true;
    }
    FileEntry entry = entries.entry;
    Tree tree = roots.tree(root);
    byte[] path = root.inTree(entry.path, entry.pathLength);
    int errno = tree.lstat(path, stat);
    if (errno == 0) {
      errno = stat.isSymlink() ? entries.links.follow(tree, path, entry.pathCopy(), stat) : 0;
    }
    if (errno != 0) {
      entries.linkFailed(root, errno, filters);
      return false;
    }
    entries.fill(stat);
    return true;
  }

  /**
   * Writes a directory's path and a slash in front of names; a directory that is {@code .} adds
   * nothing.
   */
  private static int putPrefix(byte[] path, byte[] target) {
    int length = path.length;
    if (length > 0 && path[length - 1] == '.' && (length == 1 || path[length - 2] == '/')) {
      length--;
    }
    System.arraycopy(path, 0, target, 0, length);
    if (length > 0 && target[length - 1] != '/') {
      target[length++] = '/';
    }
    return length;
  }

  /**
   * Adds what a directory holds and everything below.
   *
   * @param recursive whether directories in it are entered
   */
  void scanDeep(byte[] path, int mark, int flags, FilterScope filters, boolean recursive) {
    FileList list = entries.list();
    int start = list.count();
    scan(path, mark, flags, filters);
    int end = list.count();
    for (int i = start; recursive && i < end; i++) {
      if (list.isDirectory(i) && (list.flags(i) & EntryFlags.MOUNT_DIR) == 0) {
        byte[] child = list.path(i);
        FilterScope inside = filters.enter(child);
        scanDeep(child, mark, flags, inside, true);
        inside.leave();
      }
    }
  }

  /** The directory's path without the {@code .} at its end, as filters see it. */
  static byte[] withoutDot(byte[] path) {
    int length = path.length;
    if (length > 1 && path[length - 1] == '.' && path[length - 2] == '/') {
      return Arrays.copyOf(path, Math.max(1, length - 2));
    }
    return path;
  }
}
