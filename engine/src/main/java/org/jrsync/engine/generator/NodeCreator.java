package org.jrsync.engine.generator;

import org.jrsync.engine.Session;
import org.jrsync.engine.backup.BackupMaker;
import org.jrsync.engine.basis.BasisFile;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.receiver.TemporaryName;
import org.jrsync.engine.tree.Tree;
import org.jrsync.engine.tree.Trees;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.MessageCode;
import org.jspecify.annotations.Nullable;

/**
 * Creates symlinks, hard links, devices and specials. Where something of another kind or content is
 * in the way, the new one is made under a temporary name and renamed over it, so that the name
 * never goes missing.
 */
final class NodeCreator {
  private final Session session;
  private final Tree tree;
  private final Deleter deleter;
  private final @Nullable BackupMaker backups;

  /** Whether new entries are made under their names at once, as rsync does with a temp-dir. */
  private final boolean direct;

  /**
   * @param backups keeps what is replaced, null where nothing is kept
   */
  NodeCreator(Session session, Tree tree, Deleter deleter, @Nullable BackupMaker backups) {
    this.session = session;
    this.tree = tree;
    this.deleter = deleter;
    this.backups = backups;
    this.direct = session.options().writing.tempDir() != null;
  }

  /** Makes a symlink with the candidate's target; false when it failed and was reported. */
  boolean symlink(Candidate c) {
    byte[] target = c.link();
    return place(
        c,
        Deleter.Reason.SYMLINK,
        path -> tree.symlink(target, path),
        (path, errno) ->
            session
                .systemError(MessageCode.ERROR_XFER)
                .text("symlink ")
                .full(path)
                .text(" -> \"")
                .name(session.shownTarget(target))
                .text("\" failed")
                .errno(errno)
                .send());
  }

  /** Makes a hard link to a file of the destination. */
  boolean hardLink(Candidate c, byte[] existing) {
    return place(
        c,
        Deleter.Reason.FILE,
        path -> tree.link(existing, path),
        (path, errno) ->
            session
                .systemError(MessageCode.ERROR_XFER)
                .text("link ")
                .full(path)
                .text(" => ")
                .name(existing)
                .text(" failed")
                .errno(errno)
                .send());
  }

  /**
   * Makes a hard link to a file of a further directory, in the place of a file or of nothing. It is
   * told where names are, but is no error if that fails. As with rsync, no backup is made.
   */
  boolean hardLinkFrom(Candidate c, BasisFile existing) {
    return linkFrom(
        c,
        existing,
        (path, errno) -> {
          if (session.options().info(Info.NAME) >= 1) {
            session
                .systemError(MessageCode.INFO)
                .text("link ")
                .full(c.path)
                .text(" => ")
                .name(existing.told())
                .text(" failed")
                .errno(errno)
                .send();
          }
        });
  }

  /** As {@link #hardLinkFrom}, but says nothing of a failure. */
  boolean linkQuietly(Candidate c, BasisFile existing) {
    return linkFrom(c, existing, (path, errno) -> {});
  }

  private boolean linkFrom(Candidate c, BasisFile existing, Failure failure) {
    if (session.options().dryRun) {
      return true;
    }
    Creation creation = path -> existing.tree().link(existing.path(), tree, path);
    return c.exists() ? replace(c.path, creation, failure) : attempt(c.path, creation, failure);
  }

  /** Makes a device, FIFO or socket. */
  boolean node(Candidate c) {
    if (c.entry.isDevice() && !session.options().moduleRules.devices()) {
      session.fail("mknod ", c.path, " failed", Errno.EPERM);
      return false;
    }
    Deleter.Reason reason = c.entry.isDevice() ? Deleter.Reason.DEVICE : Deleter.Reason.SPECIAL;
    return place(
        c,
        reason,
        path -> tree.mknod(path, c.mode, c.entry.rdevMajor, c.entry.rdevMinor),
        (path, errno) -> session.fail("mknod ", path, " failed", errno));
  }

  private interface Creation {
    void at(byte[] path);
  }

  private interface Failure {
    void report(byte[] path, int errno);
  }

  private boolean place(Candidate c, Deleter.Reason reason, Creation creation, Failure failure) {
    boolean directory = c.exists() && FileMode.isDirectory(c.stat.mode());
    if (backups != null && c.exists() && !directory) {
      if (backups.make(c.path, direct) == BackupMaker.Result.FAILED) {
        return false;
      }
    } else if (directory || (direct && c.exists())) {
      if (!session.options().dryRun && !deleter.makeRoom(c.path, c.stat, reason)) {
        return false;
      }
    }
    if (session.options().dryRun) {
      return true;
    }
    return (!c.exists() || directory || direct)
        ? attempt(c.path, creation, failure)
        : replace(c.path, creation, failure);
  }

  private static boolean attempt(byte[] path, Creation creation, Failure failure) {
    try {
      creation.at(path);
      return true;
    } catch (PosixException e) {
      failure.report(path, e.errno());
      return false;
    }
  }

  private boolean replace(byte[] path, Creation creation, Failure failure) {
    byte[] temporary;
    try {
      temporary =
          TemporaryName.beside(
              path,
              name -> {
                creation.at(name);
                return name;
              });
    } catch (TemporaryName.Failure e) {
      failure.report(e.name(), e.errno());
      return false;
    }
    try {
      tree.rename(temporary, path);
      // Renaming one link of a file over another does nothing and leaves both.
      Trees.unlinkQuietly(tree, temporary);
      return true;
    } catch (PosixException e) {
      session
          .systemError(MessageCode.ERROR_XFER)
          .text("rename ")
          .full(temporary)
          .text(" -> ")
          .full(path)
          .text(" failed")
          .errno(e.errno())
          .send();
      Trees.unlinkQuietly(tree, temporary);
      return false;
    }
  }
}
