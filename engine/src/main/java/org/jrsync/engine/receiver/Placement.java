package org.jrsync.engine.receiver;

import org.jrsync.engine.Session;
import org.jrsync.engine.backup.BackupMaker;
import org.jrsync.engine.metadata.AttributeSetter;
import org.jrsync.engine.receiver.PartialDirectory.Place;
import org.jrsync.engine.tree.Tree;
import org.jrsync.engine.tree.Trees;
import org.jrsync.posix.Errno;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.flist.FileEntry;
import org.jspecify.annotations.Nullable;

/** Gives a received file its name, or keeps what there is of it where {@code --partial} says. */
final class Placement {
  private final Session session;
  private final Tree tree;
  private final PlaceAttributes attributes;
  private final @Nullable PartialDirectory partial;
  private final @Nullable BackupMaker backups;
  private final FileMover mover;

  /**
   * @param tree the destination
   * @param attributes of the same tree
   * @param places the places that the options name
   */
  Placement(Session session, Tree tree, AttributeSetter attributes, NamedPlaces places) {
    this.session = session;
    this.tree = tree;
    this.attributes = new PlaceAttributes(session, tree, attributes);
    this.partial = places.partial();
    this.backups = places.backups();
    this.mover = new FileMover(session);
  }

  /**
   * Puts a file that has been verified under its name.
   *
   * @param written where its data is: a temporary file, or {@code kept} itself
   * @param kept where a partial copy of it is kept, null for nowhere
   * @param fromPartial whether that copy was there and has been used
   * @param redo whether this was the second attempt
   * @return false if it could not be put there, which has been reported; then the data is kept as a
   *     partial copy where that is possible
   */
  boolean finish(
      FileEntry entry,
      byte[] path,
      int mode,
      Place written,
      @Nullable Place kept,
      boolean fromPartial,
      boolean redo) {
    keepReplaced(path, redo);
    FileMover.Attributes all =
        name -> setAttributes(name, entry, mode, AttributeSetter.ACCURATE_TIME);
    all.apply(written);
    if (!mover.finish(written, Place.below(tree, path), mode, all)) {
      boolean remains =
          written.equals(kept) || (kept != null && mover.keepQuietly(written, kept, all));
      if (!remains) {
        Trees.unlinkQuietly(written.tree(), written.path());
      }
      return false;
    }
    if (fromPartial && kept != null && partial != null) {
      if (!written.equals(kept)) {
        Trees.unlinkQuietly(kept.tree(), kept.path());
      }
      partial.remove(kept);
    }
    return true;
  }

  /** Puts a file that is whole into the partial directory, where it waits for its place. */
  FileReceiver.Result delay(FileEntry entry, byte[] path, int mode, Place written, Place kept) {
    if (partial == null || !partial.create(kept)) {
      session
          .message(MessageCode.ERROR)
          .text("Unable to create partial-dir for ")
          .name(path)
          .text(" -- discarding completed file.\n")
          .send();
      Trees.unlinkQuietly(written.tree(), written.path());
      return FileReceiver.Result.FAILED;
    }
    return keep(entry, mode, written, kept, AttributeSetter.ACCURATE_TIME)
        ? FileReceiver.Result.DELAYED
        : FileReceiver.Result.FAILED;
  }

  /** Gives a file that waited its place; false if that failed, which has been reported. */
  boolean finishDelayed(FileEntry entry, byte[] path, Place kept) {
    if (backups != null && backups.make(path, false) == BackupMaker.Result.FAILED) {
      return false;
    }
    try {
      kept.tree().rename(kept.path(), tree, path);
    } catch (PosixException e) {
      boolean moved =
          e.errno() == Errno.EXDEV
              && mover.finish(
                  kept,
                  Place.below(tree, path),
                  entry.mode,
                  copy -> setAttributes(copy, entry, entry.mode, AttributeSetter.ACCURATE_TIME));
      if (!moved) {
        reportDelayed(path, kept, e.errno());
        return false;
      }
    }
    if (partial != null) {
      partial.remove(kept);
    }
    return true;
  }

  private void reportDelayed(byte[] path, Place kept, int errno) {
    session
        .systemError(MessageCode.ERROR_XFER)
        .text("rename failed for ")
        .full(path)
        .text(" (from ")
        .name(kept.told())
        .text(")")
        .errno(errno)
        .send();
  }

  /**
   * Makes a backup of what a file replaces. The second attempt does not where the first has put its
   * file there.
   */
  private void keepReplaced(byte[] path, boolean redo) {
    boolean done = redo && session.options().partial && partial == null;
    if (backups != null && !done && backups.make(path, false) == BackupMaker.Result.FAILED) {
      throw new RsyncException(ExitCode.FILE_IO, "");
    }
  }

  /** Keeps a file whose sum is wrong, if it is to be kept, for the second attempt to build on. */
  FileReceiver.Result keepBad(
      FileEntry entry, byte[] path, int mode, Place written, @Nullable Place kept, boolean redo) {
    int times = AttributeSetter.SKIP_TIMES;
    if (partial != null) {
      if (kept == null || !partial.create(kept)) {
        session
            .message(MessageCode.ERROR)
            .text("Unable to create partial-dir for ")
            .name(path)
            .text(" -- discarding partial file.\n")
            .send();
        Trees.unlinkQuietly(written.tree(), written.path());
        return FileReceiver.Result.FAILED;
      }
      return keep(entry, mode, written, kept, times)
          ? FileReceiver.Result.BAD_CHECKSUM_IN_PARTIAL_DIR
          : FileReceiver.Result.FAILED;
    }
    if (session.options().partial) {
      keepReplaced(path, redo);
      return keep(entry, mode, written, Place.below(tree, path), times)
          ? FileReceiver.Result.BAD_CHECKSUM_RETAINED
          : FileReceiver.Result.FAILED;
    }
    Trees.unlinkQuietly(written.tree(), written.path());
    return FileReceiver.Result.BAD_CHECKSUM_DISCARDED;
  }

  private boolean keep(FileEntry entry, int mode, Place written, Place kept, int times) {
    FileMover.Attributes copied = name -> setAttributes(name, entry, mode, times);
    copied.apply(written);
    if (written.equals(kept) || mover.keep(written, kept, copied)) {
      return true;
    }
    Trees.unlinkQuietly(written.tree(), written.path());
    return false;
  }

  /**
   * Keeps what a transfer that breaks off leaves of a file, or removes it. Nothing is said of a
   * failure: there may be no one left to tell.
   *
   * @param kept where to keep it, null for nowhere
   */
  void settle(FileEntry entry, int mode, Place written, @Nullable Place kept, int times) {
    FileMover.Attributes copied = name -> setAttributes(name, entry, mode, times);
    boolean possible = kept != null && (partial == null || partial.create(kept));
    boolean replaces = partial == null && backups != null && kept != null;
    if (replaces && backups != null && kept != null) {
      possible = backups.make(kept.path(), false) != BackupMaker.Result.FAILED;
    }
    if (kept != null && possible) {
      copied.apply(written);
      if (mover.keepQuietly(written, kept, copied)) {
        return;
      }
    }
    Trees.unlinkQuietly(written.tree(), written.path());
  }

  private void setAttributes(Place place, FileEntry entry, int mode, int times) {
    attributes.of(place).apply(place.path(), entry, mode, null, times);
  }
}
