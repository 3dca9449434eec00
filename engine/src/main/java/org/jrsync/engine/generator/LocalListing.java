package org.jrsync.engine.generator;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jrsync.engine.IoErrors;
import org.jrsync.engine.Session;
import org.jrsync.engine.TransferProgress;
import org.jrsync.engine.filter.FilterRule;
import org.jrsync.engine.filter.FilterScope;
import org.jrsync.engine.filter.FilterSide;
import org.jrsync.engine.filter.NameKind;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.DirectorySnapshot;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.flist.EntryFlags;
import org.jrsync.wire.flist.FileEntry;
import org.jrsync.wire.flist.FileList;
import org.jrsync.wire.flist.ListBudget;
import org.jspecify.annotations.Nullable;

/**
 * Lists a directory of the destination for deletion: in the order of file lists, without what the
 * rules protect.
 */
final class LocalListing {
  private static final byte[] TOP = {};

  private final Session session;
  private final Tree tree;
  private final KeptLinks kept;
  private final Deque<Level> levels = new ArrayDeque<>();
  private @Nullable FilterScope top;
  private final FileEntry scratch = new FileEntry();
  private final TransferProgress progress;
  private boolean tellsLength;
  private long listed;
  private final int oneFileSystem;

  /** The device that {@code -x} stays on; on none before the first directory is cleaned. */
  private long fileSystem;

  private final Set<Long> topDevices = new HashSet<>();

  LocalListing(Session session, Tree tree, TransferProgress progress) {
    this.session = session;
    this.tree = tree;
    this.kept = new KeptLinks(session.options(), tree);
    this.progress = progress;
    this.oneFileSystem = session.options().oneFileSystem;
  }

  /**
   * Notes the device of a directory that is to be cleaned, for {@code -x}.
   *
   * @param top whether the directory was named by an argument
   * @return whether it may be cleaned: it is on the device of such a directory
   */
  boolean entersDevice(byte[] dir, boolean top) {
    if (oneFileSystem == 0) {
      return true;
    }
    FileStat stat = new FileStat();
    if (kept.look(dir, stat) != 0) {
      return true;
    }
    if (top) {
      topDevices.add(stat.dev());
    } else if (stat.dev() != fileSystem && !topDevices.contains(stat.dev())) {
      return false;
    }
    fileSystem = stat.dev();
    return true;
  }

  /** Whether to tell how much has been listed, where the options ask for it. */
  void tellsLength(boolean tells) {
    tellsLength =
        tells
            && session.options().info(Info.FLIST) >= 2
            && session.options().tellsOfLists(session.negotiated().incRecurse());
  }

  /** A directory with the rules that hold for what is in it. */
  private record Level(byte[] dir, int depth, FilterScope rules) {}

  /**
   * Enters a directory of the list, in the order of which a walk meets them: the merge files of
   * those above it that are listed too are in force.
   */
  void enter(byte[] dir) {
    byte[] path = isTop(dir) ? TOP : dir;
    int depth = depthOf(path);
    leaveDownTo(depth);
    levels.push(new Level(path, depth, rules().enter(path)));
  }

  /** Leaves every directory. */
  void leaveAll() {
    leaveDownTo(0);
  }

  private void leaveDownTo(int depth) {
    while (!levels.isEmpty() && levels.element().depth() >= depth) {
      FilterScope left = levels.pop().rules();
      if (left.remembersAbove()) {
        left.leave();
      }
    }
  }

  /** The rules in the directory that was entered last. */
  private FilterScope rules() {
    return levels.isEmpty() ? atTop() : levels.element().rules();
  }

  private FilterScope atTop() {
    FilterScope known = top;
    if (known == null) {
      known = session.rulesAtTop(FilterSide.RECEIVER);
      top = known;
    }
    return known;
  }

  /**
   * Enters a directory that is to go, below the one that was entered last or, when its turn comes
   * late, anywhere. {@link #leaveDoomed} goes with it.
   */
  private void enterDoomed(byte[] dir) {
    byte[] path = isTop(dir) ? TOP : dir;
    while (!levels.isEmpty() && !holds(levels.element().dir(), path)) {
      levels.pop();
    }
    int known = levels.isEmpty() ? 0 : levels.element().dir().length;
    if (levels.isEmpty() && path.length > 0) {
      levels.push(new Level(TOP, 0, atTop().enter(TOP)));
    }
    for (int i = known + 1; i <= path.length; i++) {
      if (i == path.length || path[i] == '/') {
        byte[] inner = Arrays.copyOf(path, i);
        levels.push(new Level(inner, depthOf(inner), rules().enter(inner)));
      }
    }
  }

  /** Leaves a directory that {@link #read} was told to go. */
  void leaveDoomed() {
    levels.pop().rules().leave();
  }

  /** How many directories lead to one, itself included; 0 for the top. */
  private static int depthOf(byte[] path) {
    int depth = path.length == 0 ? 0 : 1;
    for (byte b : path) {
      if (b == '/') {
        depth++;
      }
    }
    return depth;
  }

  private static boolean holds(byte[] dir, byte[] path) {
    return dir.length == 0
        || (path.length >= dir.length
            && Arrays.equals(path, 0, dir.length, dir, 0, dir.length)
            && (path.length == dir.length || path[dir.length] == '/'));
  }

  private static boolean isTop(byte[] dir) {
    return dir.length == 0 || (dir.length == 1 && dir[0] == '.');
  }

  /**
   * Reads one directory.
   *
   * @param deletingWhole whether the directory itself is to go, so that perishable rules do not
   *     hold, and is entered here; otherwise it is the one that was entered last
   */
  Directory read(byte[] dir, boolean deletingWhole) {
    if (deletingWhole) {
      enterDoomed(dir);
    }
    DirectorySnapshot snapshot;
    try {
      snapshot = tree.list(dir, kept.any() && !deletingWhole);
    } catch (PosixException e) {
      boolean leadsOut = kept.any() && e.errno() == Errno.EXDEV; // Nothing of what is behind goes.
      if (e.errno() != Errno.ENOENT && !leadsOut) {
        session.ioErrors().add(IoErrors.GENERAL);
      }
      if (e.errno() != Errno.ENOENT) {
        session.fail("opendir ", dir, " failed", KeptLinks.shown(e.errno()));
      }
      return new Directory(newList(), false, false);
    }
    FilterScope rules = rules();
    FileList list = newList();
    boolean kept = false;
    for (int i = 0; i < snapshot.count(); i++) {
      byte[] path = join(dir, snapshot.name(i));
      if (path.length > FileEntry.MAX_PATH) {
        reportOverlong(path);
        kept = true;
        continue;
      }
      if (snapshot.errnoOf(i) != 0) {
        continue;
      }
      boolean isDir = FileMode.isDirectory(snapshot.mode(i));
      boolean mounted = isDir && oneFileSystem > 0 && snapshot.dev(i) != fileSystem;
      if (mounted && oneFileSystem > 1) {
        reportSkippedMount(path);
        continue;
      }
      if (isProtected(rules, path, isDir, deletingWhole)) {
        kept = true;
        continue;
      }
      if (isHidden(path, snapshot.mode(i))) {
        continue;
      }
      if (tellsLength && (listed + list.count()) % 100 == 0) {
        progress.listGrows(listed + list.count());
      }
      scratch.clear();
      scratch.setPath(path);
      scratch.mode = snapshot.mode(i);
      scratch.uid = snapshot.uid(i);
      scratch.flags = mounted ? EntryFlags.MOUNT_DIR : 0;
      list.add(scratch);
    }
    if (tellsLength && session.options().info(Info.PROGRESS) >= 1) {
      listed += list.count();
    }
    list.sort();
    return new Directory(list, kept, !session.privileged());
  }

  private FileList newList() {
    return new FileList(session.protocol(), 0, 0, ListBudget.unlimited());
  }

  private boolean isProtected(
      FilterScope rules, byte[] path, boolean isDir, boolean deletingWhole) {
    if (session.moduleFilters().excludes(path, isDir)) {
      return true;
    }
    FilterRule rule =
        rules.match(path, 0, path.length, NameKind.of(isDir), FilterSide.RECEIVER, deletingWhole);
    return rule != null && !rule.isInclude();
  }

  private boolean isHidden(byte[] path, int mode) {
    return session.options().moduleRules.hidesUnreadable()
        && !FileMode.isSymlink(mode)
        && !tree.isReadable(path, false);
  }

  private void reportSkippedMount(byte[] path) {
    if (session.options().info(Info.MOUNT) >= 1) {
      session
          .message(MessageCode.INFO)
          .text("[generator] skipping mount-point dir ")
          .name(path)
          .text("\n")
          .send();
    }
  }

  private void reportOverlong(byte[] path) {
    session.ioErrors().add(IoErrors.GENERAL);
    session
        .message(MessageCode.ERROR_XFER)
        .text("filename overflows max-path len by ")
        .number(path.length - FileEntry.MAX_PATH)
        .text(": ")
        .name(path)
        .text("\n")
        .send();
  }

  private static byte[] join(byte[] dir, byte[] name) {
    if (isTop(dir)) {
      return name;
    }
    byte[] path = new byte[dir.length + 1 + name.length];
    System.arraycopy(dir, 0, path, 0, dir.length);
    path[dir.length] = '/';
    System.arraycopy(name, 0, path, dir.length + 1, name.length);
    return path;
  }

  /** One directory's deletable entries. */
  final class Directory {
    private final FileList list;
    private final boolean holdsKept;
    private final boolean unprivileged;

    Directory(FileList list, boolean holdsKept, boolean unprivileged) {
      this.list = list;
      this.holdsKept = holdsKept;
      this.unprivileged = unprivileged;
    }

    int count() {
      return list.count();
    }

    byte[] path(int i) {
      return list.path(i);
    }

    int mode(int i) {
      return list.mode(i);
    }

    /** Whether something in the directory is protected by a rule. */
    boolean holdsKept() {
      return holdsKept;
    }

    /** Mount points are told apart only under {@code -x}. */
    boolean isMountPoint(int i) {
      return (list.flags(i) & EntryFlags.MOUNT_DIR) != 0;
    }

    /** Whether the owner has to be given write permission first. */
    boolean needsWritable(int i) {
      return unprivileged && (list.mode(i) & 0200) == 0 && list.uid(i) == session.userId();
    }
  }
}
