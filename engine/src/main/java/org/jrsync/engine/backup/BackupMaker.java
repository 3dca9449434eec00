package org.jrsync.engine.backup;

import java.util.Arrays;
import org.jrsync.engine.Session;
import org.jrsync.engine.TransferStats;
import org.jrsync.engine.backup.BackupArea.Spot;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.metadata.AttributeSetter;
import org.jrsync.engine.options.Backups;
import org.jrsync.engine.options.Debug;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.report.ItemLog;
import org.jrsync.engine.report.Message;
import org.jrsync.engine.tree.Anchor;
import org.jrsync.engine.tree.FileCopy;
import org.jrsync.engine.tree.NamedDirectory;
import org.jrsync.engine.tree.Tree;
import org.jrsync.engine.tree.Trees;
import org.jrsync.engine.tree.UnsafeLinks;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.flist.FileEntry;
import org.jspecify.annotations.Nullable;

/**
 * {@code --backup}: keeps what is about to be replaced or deleted, by a hard link, by renaming it,
 * or as a copy. Each role has its own.
 */
public final class BackupMaker implements AutoCloseable {
  private static final int PRIVATE_BITS = 0700;

  /** What ends so is a backup, which a module may well hide, and its clients may make. */
  private static final byte[] TILDE = {'~'};

  /** What became of a file of which a backup was wanted. */
  public enum Result {
    /** No backup could be made, which has been reported; the file must not be touched. */
    FAILED,
    /** The file itself has become the backup, and its name is free. */
    MOVED,
    /** The backup is a copy or another link, and the file is where it was. */
    DUPLICATED,
    /** There is nothing that a backup is made of. */
    NOTHING
  }

  private final Session session;
  private final Options options;
  private final Tree tree;
  private final BackupArea area;
  private final Obstacles obstacles;
  private final FileStat stat = new FileStat();
  private final FileStat old = new FileStat();
  private int errno;

  private BackupMaker(Session session, Tree tree, BackupArea area, Obstacles obstacles) {
    this.session = session;
    this.options = session.options();
    this.tree = tree;
    this.area = area;
    this.obstacles = obstacles;
  }

  /**
   * What the options ask for; null for no backups.
   *
   * @param session shows paths as those of the destination
   * @param directory the destination's directory, from the anchor on
   * @param tree of the destination
   * @param log told what has to be deleted to make room for backups
   */
  public static @Nullable BackupMaker of(
      Session session,
      Anchor anchor,
      byte[] directory,
      Tree tree,
      ItemLog log,
      TransferStats stats) {
    Backups wanted = session.options().backups;
    if (!wanted.wanted()) {
      return null;
    }
    byte[] dir = wanted.dir();
    NamedDirectory named = dir == null ? null : NamedDirectory.of(anchor, directory, dir);
    FilterList rules = session.moduleFilters();
    FilterList hidden = named == null ? rules : rules.at(named.path());
    Obstacles obstacles = new Obstacles(session, hidden, log, stats);
    boolean tilde = dir == null && Arrays.equals(wanted.suffix(), TILDE);
    byte[] label =
        dir == null
            ? new byte[0]
            : NamedDirectory.join(NamedDirectory.kept(anchor, dir), new byte[0]);
    return new BackupMaker(
        session,
        tree,
        new BackupArea(
            session,
            tree,
            named,
            label,
            wanted.suffix(),
            tilde ? FilterList.EMPTY : hidden,
            obstacles),
        obstacles);
  }

  /** Whether something that is deleted is kept: all but old backups that lie beside files. */
  public boolean keepsDeleted(byte[] path) {
    return !area.isBackup(path);
  }

  /** Why the last backup failed. */
  public int errno() {
    return errno;
  }

  /**
   * Makes a backup of an entry that is no directory.
   *
   * @param preferRename whether the entry is to go anyway, so that it is not linked first
   */
  public Result make(byte[] path, boolean preferRename) {
    errno = 0;
    if (tree.lstat(path, stat) != 0) {
      return Result.NOTHING;
    }
    Spot spot = area.spotFor(path);
    if (spot == null) {
      errno = area.errno();
      return Result.FAILED;
    }
    Result result = make(path, spot, preferRename);
    if (result == Result.MOVED || result == Result.DUPLICATED) {
      tell(path, spot);
    }
    return result;
  }

  private Result make(byte[] path, Spot spot, boolean preferRename) {
    Tree to = spot.tree();
    if (to == null || options.dryRun) {
      return preferRename ? Result.MOVED : Result.DUPLICATED;
    }
    if (isUnsafeLink(path)) {
      return Result.DUPLICATED; // As with rsync, it counts as kept.
    }
    Result result = linkOrRename(path, to, spot, preferRename);
    if (result != null) {
      return result;
    }
    if (errno == Errno.EEXIST || errno == Errno.EISDIR) {
      boolean there = to.lstat(spot.path(), old) == 0;
      if (there && !obstacles.remove(to, spot.path(), spot.told(), old.mode())) {
        return Result.FAILED;
      }
      result = linkOrRename(path, to, spot, preferRename);
      if (result != null) {
        return result;
      }
    }
    return copy(path, to, spot);
  }

  /** Whether {@code --safe-links} rules a backup of the entry out, which is told then. */
  private boolean isUnsafeLink(byte[] path) {
    if (!options.links || !options.linkRules.safe() || !stat.isSymlink()) {
      return false;
    }
    byte[] target;
    try {
      target = tree.storedLink(path);
    } catch (PosixException e) {
      tellUnsafe("not backing up symlink with unreadable target \"", path, null);
      return true;
    }
    if (!UnsafeLinks.isUnsafe(target, path)) {
      return false;
    }
    tellUnsafe("not backing up unsafe symlink \"", path, target);
    return true;
  }

  private void tellUnsafe(String what, byte[] path, byte @Nullable [] target) {
    if (options.info(Info.SYMSAFE) < 1) {
      return;
    }
    Message text = session.message(MessageCode.INFO).text(what).name(path);
    if (target != null) {
      text.text("\" -> \"").name(target);
    }
    text.text("\"\n").send();
  }

  /** Null if neither was possible; {@link #errno} says why then. */
  private @Nullable Result linkOrRename(byte[] path, Tree to, Spot spot, boolean preferRename) {
    try {
      if (!preferRename) {
        try {
          tree.link(path, to, spot.path());
          trace("HLINK", path);
          return Result.DUPLICATED;
        } catch (PosixException e) {
          // A file is rather renamed than copied.
          if (!stat.isRegular() || e.errno() == Errno.EEXIST || e.errno() == Errno.EISDIR) {
            throw e;
          }
        }
      }
      tree.rename(path, to, spot.path());
      if (stat.nlink() > 1) {
        // Renaming one link of a file over another does nothing and leaves both.
        Trees.unlinkQuietly(tree, path);
      }
      trace("RENAME", path);
      return Result.MOVED;
    } catch (PosixException e) {
      errno = e.errno();
      return null;
    }
  }

  private Result copy(byte[] path, Tree to, Spot spot) {
    int mode = stat.mode();
    FileEntry entry = LocalEntry.of(stat);
    if (FileMode.isRegular(mode)) {
      if (!copyFile(path, to, spot, mode)) {
        return Result.FAILED;
      }
      trace("COPY", path);
    } else if (!copyNode(path, to, spot, mode)) {
      if (options.info(Info.NONREG) >= 1) {
        session
            .message(MessageCode.INFO)
            .text("make_bak: skipping non-regular file ")
            .name(path)
            .text("\n")
            .send();
      }
      return Result.NOTHING;
    }
    AttributeSetter attributes = area.attributes();
    if (attributes != null) {
      attributes.apply(spot.path(), entry, mode, null, AttributeSetter.ACCURATE_TIME);
    }
    return Result.DUPLICATED;
  }

  /** Makes a node like the one that is there; false where the options leave such nodes out. */
  private boolean copyNode(byte[] path, Tree to, Spot spot, int mode) {
    boolean device = FileMode.isDevice(mode) && options.devices && session.privileged();
    boolean special = FileMode.isSpecial(mode) && options.specials;
    boolean link = FileMode.isSymlink(mode) && options.links;
    byte @Nullable [] target = null;
    try {
      if (device || special) {
        to.mknod(spot.path(), mode, stat.rdevMajor(), stat.rdevMinor());
        trace("DEVICE", path);
      } else if (link) {
        target = tree.readLink(path);
        to.symlink(target, spot.path());
        trace("SYMLINK", path);
      }
    } catch (PosixException e) {
      Message text =
          session.systemError(MessageCode.ERROR).text(link ? "link " : "mknod ").full(spot.told());
      if (target == null) {
        text.text(" failed");
      } else {
        text.text(" -> \"").name(target).text("\"");
      }
      text.errno(e.errno()).send();
    }
    return device || special || link;
  }

  private boolean copyFile(byte[] path, Tree to, Spot spot, int mode) {
    if (copyContent(path, to, spot, mode)) {
      return true;
    }
    session
        .systemError(MessageCode.ERROR)
        .text("keep_backup failed: ")
        .full(path)
        .text(" -> \"")
        .name(spot.told())
        .text("\"")
        .errno(errno)
        .send();
    return false;
  }

  /**
   * Copies a regular file in place of what is there. On failure, which is reported and shows in
   * {@link #errno}, nothing of the copy is left.
   */
  private boolean copyContent(byte[] path, Tree to, Spot spot, int mode) {
    if (!unlinkOld(to, spot)) {
      return false;
    }
    FileHandle copy;
    try {
      copy = to.create(spot.path(), mode & PRIVATE_BITS);
    } catch (PosixException e) {
      errno = e.errno();
      session.fail("open ", spot.told(), "", errno);
      return false;
    }
    try (copy) {
      FileCopy.copy(tree, path, copy, options.writing);
      return true;
    } catch (FileCopy.Failure e) {
      errno = e.errno();
      session.fail(e.verb() + " ", e.ofSource() ? path : spot.told(), "", errno);
    } catch (PosixException e) {
      errno = e.errno();
      session.fail("close ", spot.told(), "", errno);
    }
    Trees.unlinkQuietly(to, spot.path());
    return false;
  }

  private boolean unlinkOld(Tree to, Spot spot) {
    try {
      to.unlink(spot.path());
      return true;
    } catch (PosixException e) {
      if (e.errno() == Errno.ENOENT) {
        return true;
      }
      errno = e.errno();
      session.fail("unlink ", spot.told(), "", errno);
      return false;
    }
  }

  /** A copy of a file that is about to be changed in place. */
  public record Copy(Tree tree, byte[] path, byte[] original, byte[] told, FileEntry entry) {}

  /**
   * Copies a regular file that is about to be changed in place. {@link #finish} goes with it.
   *
   * @return null if that failed, which has been reported
   */
  public @Nullable Copy copyForUpdate(byte[] path) {
    Spot spot = area.spotFor(path);
    Tree to = spot == null ? null : spot.tree();
    if (spot == null || to == null || tree.lstat(path, stat) != 0) {
      return null;
    }
    FileEntry entry = LocalEntry.of(stat);
    return copyContent(path, to, spot, stat.mode())
        ? new Copy(to, spot.path(), path, spot.told(), entry)
        : null;
  }

  /** Gives a copy its attributes and tells of it. */
  public void finish(Copy copy) {
    AttributeSetter attributes = area.attributes();
    if (attributes != null) {
      attributes.apply(copy.path(), copy.entry(), copy.entry().mode, null, 0);
    }
    tell(copy.original(), new Spot(copy.tree(), copy.path(), copy.told()));
  }

  /** Where the copy of a file lies that is being changed in place; null if it cannot be had. */
  public @Nullable FileHandle openCopy(byte[] path) {
    Spot spot = area.spotFor(path);
    Tree from = spot == null ? null : spot.tree();
    if (spot == null || from == null) {
      return null;
    }
    try {
      return from.openRead(spot.path());
    } catch (PosixException e) {
      return null;
    }
  }

  private void tell(byte[] path, Spot spot) {
    if (options.info(Info.BACKUP) >= 1) {
      session
          .message(MessageCode.INFO)
          .text("backed up ")
          .name(path)
          .text(" to ")
          .name(spot.told())
          .text("\n")
          .send();
    }
  }

  private void trace(String how, byte[] path) {
    if (options.debug(Debug.BACKUP) >= 1) {
      session
          .message(MessageCode.INFO)
          .text("make_backup: ")
          .text(how)
          .text(" ")
          .name(path)
          .text(" successful.\n")
          .send();
    }
  }

  @Override
  public void close() {
    area.close();
  }
}
