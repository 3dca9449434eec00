package org.jrsync.engine.generator;

import java.util.ArrayList;
import java.util.List;
import org.jrsync.engine.Session;
import org.jrsync.engine.options.Debug;
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
   * @param list the part of the file list that holds the directory's content
   */
  void clean(byte[] dir, FileList list) {
    if (options.debug(Debug.DEL) >= 2) {
      session.message(MessageCode.INFO).text("delete_in_dir(").name(dir).text(")\n").send();
    }
    if (session.ioErrors().general() && !options.ignoreErrors) {
      warnOnce();
      return;
    }
    boolean top = dir.length == 1 && dir[0] == '.';
    if (!top && session.moduleFilters().excludesWithParents(dir, true)) {
      return; // Refused as an entry, which has been told.
    }
    LocalListing.Directory content = listing.read(dir, false);
    for (int i = content.count() - 1; i >= 0; i--) {
      byte[] path = content.path(i);
      // The type does not matter here: a change of type is the entry's own affair.
      if (content.isMountPoint(i)
          || list.find(path, path.length, true) >= 0
          || list.find(path, path.length, false) >= 0) {
        continue;
      }
      if (delay) {
        delayed.add(new Delayed(path, content.mode(i), content.needsWritable(i)));
      } else {
        deleter.deleteExtraneous(path, content.mode(i), content.needsWritable(i));
      }
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
