package org.jrsync.engine.generator;

import org.jrsync.engine.Session;
import org.jrsync.engine.TransferStats;
import org.jrsync.engine.backup.BackupMaker;
import org.jrsync.engine.backup.FailedDeletion;
import org.jrsync.engine.options.Debug;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.report.ItemLog;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.MessageCode;
import org.jspecify.annotations.Nullable;

/** Deletes entries of the destination, within the limits that the options set. */
final class Deleter {
  /** What an entry has to make way for; the texts stand in rsync's messages. */
  enum Reason {
    EXTRANEOUS("", 0),
    FILE("regular file", 8),
    DIRECTORY("directory", 16),
    SYMLINK("symlink", 32),
    DEVICE("device file", 64),
    SPECIAL("special file", 128);

    final String description;

    /** How {@code --debug=del2} shows it. */
    final int shownFlag;

    Reason(String description, int shownFlag) {
      this.description = description;
      this.shownFlag = shownFlag;
    }
  }

  private static final int SHOWN_MAKE_WRITABLE = 1;
  private static final int SHOWN_RECURSE = 2;
  private static final int SHOWN_EMPTY = 4;

  private final Session session;
  private final Options options;
  private final Tree tree;
  private final LocalListing listing;
  private final ItemLog log;
  private final TransferStats stats;
  private final @Nullable BackupMaker backups;
  private long skipped;

  /**
   * @param backups keeps what is deleted, null where nothing is kept
   */
  Deleter(
      Session session,
      Tree tree,
      LocalListing listing,
      ItemLog log,
      TransferStats stats,
      @Nullable BackupMaker backups) {
    this.session = session;
    this.options = session.options();
    this.tree = tree;
    this.listing = listing;
    this.log = log;
    this.stats = stats;
    this.backups = backups;
  }

  /** Deletions that {@code --max-delete} has prevented. */
  long skipped() {
    return skipped;
  }

  /** Deletes an extraneous entry, a directory with all that may go of its content. */
  void deleteExtraneous(byte[] path, int mode, boolean makeWritable) {
    delete(path, mode, Reason.EXTRANEOUS, true, makeWritable);
  }

  /**
   * Deletes what is in the way of a new entry; a directory with content only under {@code --delete}
   * or {@code --force}.
   *
   * @return whether the way is clear; if not, that has been reported
   */
  boolean makeRoom(byte[] path, FileStat stat, Reason reason) {
    if (delete(path, stat.mode(), reason, recurses(), needsWritable(stat))) {
      return true;
    }
    session
        .message(MessageCode.ERROR_XFER)
        .text("could not make way for new ")
        .text(reason.description)
        .text(": ")
        .name(path)
        .text("\n")
        .send();
    return false;
  }

  /**
   * Deletes what has the name of a source argument that is missing; a directory with content only
   * under {@code --delete} or {@code --force}.
   */
  void deleteMissing(byte[] path, FileStat stat) {
    delete(path, stat.mode(), Reason.EXTRANEOUS, recurses(), false);
  }

  private boolean recurses() {
    return options.deleteMode.deletes() || options.force;
  }

  private boolean needsWritable(FileStat stat) {
    return (stat.mode() & 0200) == 0 && !session.privileged() && stat.uid() == session.userId();
  }

  private boolean delete(
      byte[] path, int mode, Reason reason, boolean recurse, boolean makeWritable) {
    int flags =
        reason.shownFlag | (recurse ? SHOWN_RECURSE : 0) | (makeWritable ? SHOWN_MAKE_WRITABLE : 0);
    trace(path, mode, flags);
    if (makeWritable) {
      chmodQuietly(path, mode | 0200);
    }
    if (FileMode.isDirectory(mode) && !deleteContents(path, recurse, flags)) {
      return false;
    }
    return deleteOne(path, mode, reason);
  }

  private void trace(byte[] path, int mode, int flags) {
    if (options.debug(Debug.DEL) >= 2) {
      session
          .message(MessageCode.INFO)
          .text("delete_item(")
          .name(path)
          .text(") mode=")
          .text(Integer.toOctalString(mode))
          .text(" flags=")
          .number(flags)
          .text("\n")
          .send();
    }
  }

  /** Deletes what is in a directory; false when something stays. */
  private boolean deleteContents(byte[] dir, boolean recurse, int flags) {
    if (options.debug(Debug.DEL) >= 3) {
      session
          .message(MessageCode.INFO)
          .text("delete_dir_contents(")
          .name(dir)
          .text(") flags=")
          .number(flags)
          .text("\n")
          .send();
    }
    boolean empty = emptied(dir, recurse);
    listing.leaveDoomed();
    if (!empty) {
      FailedDeletion.reportNotEmpty(session, dir);
    }
    return empty;
  }

  private boolean emptied(byte[] dir, boolean recurse) {
    LocalListing.Directory content = listing.read(dir, true);
    boolean empty = !content.holdsKept();
    if (content.count() > 0 && !recurse) {
      empty = false;
    } else {
      for (int i = content.count() - 1; i >= 0; i--) {
        empty &= deleteChild(content, i);
      }
    }
    return empty;
  }

  private boolean deleteChild(LocalListing.Directory content, int i) {
    int mode = content.mode(i);
    byte[] path = content.path(i);
    if (content.isMountPoint(i)) {
      if (options.debug(Debug.DEL) >= 1) {
        session
            .message(MessageCode.INFO)
            .text("mount point, ")
            .name(path)
            .text(", pins parent directory\n")
            .send();
      }
      return false;
    }
    if (content.needsWritable(i)) {
      chmodQuietly(path, mode | 0200);
    }
    boolean emptied =
        !FileMode.isDirectory(mode) || deleteContents(path, true, SHOWN_EMPTY | SHOWN_RECURSE);
    // A directory that could not be emptied is tried all the same, as rsync does: that is what its
    // messages and the count of --max-delete say.
    trace(path, mode, SHOWN_EMPTY);
    return deleteOne(path, mode, Reason.EXTRANEOUS) && emptied;
  }

  private boolean deleteOne(byte[] path, int mode, Reason reason) {
    if (reason == Reason.EXTRANEOUS
        && options.maxDelete >= 0
        && stats.deleted.total() >= options.maxDelete) {
      skipped++;
      return false;
    }
    if (!(FileMode.isDirectory(mode) ? removeDirectory(path) : removeFile(path))) {
      return false;
    }
    if (reason == Reason.EXTRANEOUS) {
      log.deleted(path, mode);
      stats.deleted.add(mode);
    }
    return true;
  }

  private boolean removeDirectory(byte[] path) {
    try {
      if (!options.dryRun) {
        tree.rmdir(path);
      }
      return true;
    } catch (PosixException e) {
      return FailedDeletion.isGone(session, path, "rmdir", e.errno());
    }
  }

  private boolean removeFile(byte[] path) {
    if (backups != null && backups.keepsDeleted(path)) {
      switch (backups.make(path, true)) {
        case FAILED -> {
          return FailedDeletion.isGone(session, path, "make_backup", backups.errno());
        }
        case MOVED, NOTHING -> {
          return true;
        }
        case DUPLICATED -> {
          // The original is still there.
        }
      }
    }
    try {
      if (!options.dryRun) {
        tree.unlink(path);
      }
      return true;
    } catch (PosixException e) {
      return FailedDeletion.isGone(session, path, "unlink", e.errno());
    }
  }

  private void chmodQuietly(byte[] path, int mode) {
    if (options.dryRun) {
      return;
    }
    try {
      tree.chmod(path, mode & 07777);
    } catch (PosixException e) {
      // The deletion itself will tell.
      return;
    }
  }
}
