package org.jrsync.engine.generator;

import java.util.ArrayList;
import java.util.List;
import org.jrsync.engine.Session;
import org.jrsync.engine.options.Debug;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.Options;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.flist.FileList;

/** Deletes from a directory what the file list does not hold, at once or when all else is done. */
final class DirectoryCleaner {
  private record Delayed(byte[] path, int mode, boolean makeWritable) {}

  private final Session session;
  private final Options options;
  private final LocalListing listing;
  private final Deleter deleter;
  private final boolean delay;
  private final List<Delayed> delayed = new ArrayList<>();
  private boolean warned;

  DirectoryCleaner(Session session, LocalListing listing, Deleter deleter, boolean delay) {
    this.session = session;
    this.options = session.options();
    this.listing = listing;
    this.deleter = deleter;
    this.delay = delay;
  }

  /**
   * Deletes extraneous entries of one directory.
   *
   * @param dir the directory's path at the destination
   * @param top whether an argument named the directory
   * @param list the part of the file list that holds the directory's content
   */
  void clean(byte[] dir, boolean top, FileList list) {
    if (options.debug(Debug.DEL) >= 2) {
      session.message(MessageCode.INFO).text("delete_in_dir(").name(dir).text(")\n").send();
    }
    if (session.ioErrors().general() && !options.ignoreErrors) {
      warnOnce();
      return;
    }
    listing.enter(dir);
    boolean root = dir.length == 1 && dir[0] == '.';
    if (!root && session.moduleFilters().excludesWithParents(dir, true)) {
      return; // Refused as an entry, which has been told.
    }
    if (!listing.entersDevice(dir, top)) {
      return;
    }
    LocalListing.Directory content = listing.read(dir, false);
    for (int i = content.count() - 1; i >= 0; i--) {
      byte[] path = content.path(i);
      // The type does not matter here: a change of type is the entry's own affair.
      if (content.isMountPoint(i)) {
        reportMountPoint(path);
        continue;
      }
      if (list.find(path, path.length, true) >= 0 || list.find(path, path.length, false) >= 0) {
        continue;
      }
      if (delay) {
        delayed.add(new Delayed(path, content.mode(i), content.needsWritable(i)));
      } else {
        deleter.deleteExtraneous(path, content.mode(i), content.needsWritable(i));
      }
    }
  }

  /** Passes by an entry that is not cleaned, but whose merge files hold for what is below it. */
  void pass(byte[] path) {
    listing.enter(path);
  }

  /** Ends a walk through the list. */
  void end() {
    listing.leaveAll();
  }

  /** Whether people are told how much is listed: while nothing is done but to delete. */
  void tellsLength(boolean tells) {
    listing.tellsLength(tells);
  }

  private void reportMountPoint(byte[] path) {
    if (options.info(Info.MOUNT) >= 1) {
      session
          .message(MessageCode.INFO)
          .text("cannot delete mount point: ")
          .name(path)
          .text("\n")
          .send();
    }
  }

  private void warnOnce() {
    if (!warned) {
      warned = true;
      session
          .message(MessageCode.INFO)
          .text("IO error encountered -- skipping file deletion\n")
          .send();
    }
  }

  /** Deletes what {@code --delete-delay} has put off. */
  void deleteDelayed() {
    for (Delayed d : delayed) {
      deleter.deleteExtraneous(d.path(), d.mode(), d.makeWritable());
    }
    delayed.clear();
  }
}
