package org.jrsync.engine.generator;

import org.jrsync.engine.IoErrors;
import org.jrsync.engine.Session;
import org.jrsync.engine.TransferStats;
import org.jrsync.engine.options.Debug;
import org.jrsync.engine.options.DeleteMode;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.sender.DeleteStats;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.EntryFlags;
import org.jrsync.wire.flist.FileList;

/** When which directories are cleaned of what the file list does not hold. */
final class Deletions {
  private final Session session;
  private final Options options;
  private final WireOutput out;
  private final GeneratorSteps steps;
  private final KeptLinks kept;
  private final TransferStats stats;
  private final DeleteMode mode;
  private final boolean active;
  private final FileStat scratch = new FileStat();

  /**
   * @param mode anything but {@link DeleteMode#UNSPECIFIED}
   * @param active whether there is anything at the destination that might be deleted
   */
  Deletions(
      Session session,
      WireOutput out,
      GeneratorSteps steps,
      TransferStats stats,
      DeleteMode mode,
      boolean active) {
    this.session = session;
    this.options = session.options();
    this.out = out;
    this.steps = steps;
    this.kept = new KeptLinks(options, steps.tree());
    this.stats = stats;
    this.mode = mode;
    this.active = active;
  }

  /** Whether all deletions have been made when the list has been walked. */
  boolean early() {
    return mode != DeleteMode.DELAY && mode != DeleteMode.AFTER;
  }

  /** Whether deletions found during the walk are put off to the end. */
  boolean delayed() {
    return mode == DeleteMode.DELAY;
  }

  /** Before a whole list is walked. */
  void before(Parts parts) {
    if (mode == DeleteMode.BEFORE) {
      pass(parts.first().list);
    }
  }

  /**
   * When a directory has been worked on, before its content is.
   *
   * @param number the directory's number
   * @param list the part of the file list that holds its content
   */
  void during(Candidate directory, int number, FileList list) {
    if (!whileWalking() || steps.directories().states().isMissing(number)) {
      return;
    }
    if (directory.entry.has(EntryFlags.CONTENT_DIR)) {
      steps.cleaner().clean(directory.path, directory.entry.has(EntryFlags.TOP_DIR), list);
    } else {
      steps.cleaner().pass(directory.path);
    }
  }

  private boolean whileWalking() {
    return active && (mode == DeleteMode.DURING || mode == DeleteMode.DELAY);
  }

  /** When the list has been walked. */
  void walked() {
    if (whileWalking()) {
      steps.cleaner().end();
    }
  }

  /** When all files have been received. */
  void late(Parts parts) {
    if (mode == DeleteMode.DELAY) {
      steps.cleaner().deleteDelayed();
    }
    if (mode == DeleteMode.AFTER) {
      pass(parts.first().list);
    }
    reportSkipped();
  }

  /** Deletes in every directory of a whole list. */
  private void pass(FileList list) {
    if (!active) {
      return;
    }
    steps.cleaner().tellsLength(true);
    // rsync passes by files too, which is told, and looks for rule files behind links.
    boolean passesFiles = options.debug(Debug.FILTER) >= 2 || !session.filters().isPlain();
    for (int i = 0; i < list.count(); i++) {
      if (!list.isActive(i)) {
        continue;
      }
      byte[] path = list.path(i);
      if ((list.flags(i) & EntryFlags.CONTENT_DIR) == 0) {
        if (list.isDirectory(i) || passesFiles) {
          steps.cleaner().pass(path);
        }
        continue;
      }
      boolean top = (list.flags(i) & EntryFlags.TOP_DIR) != 0;
      if (options.debug(Debug.DEL) >= 1 && top) {
        session.message(MessageCode.INFO).text("deleting in ").name(path).text("\n").send();
      }
      if (kept.look(path, scratch) == 0 && FileMode.isDirectory(scratch.mode())) {
        steps.cleaner().clean(path, top, list);
      }
    }
    steps.cleaner().end();
    steps.cleaner().tellsLength(false);
    if (options.info(Info.FLIST) >= 2 && !options.server) {
      session.message(MessageCode.INFO).text(" ".repeat(20)).text("\r").send();
    }
  }

  private void reportSkipped() {
    long skipped = steps.deleter().skipped();
    if (options.maxDelete >= 0 && skipped > 0) {
      session
          .message(MessageCode.WARNING)
          .text("Deletions stopped due to --max-delete limit (")
          .number(skipped)
          .text(" skipped)\n")
          .send();
      session.ioErrors().add(IoErrors.DELETE_LIMIT);
    }
  }

  /** Tells the sender how much was deleted, where that was asked for. */
  void writeStats() {
    if (options.deleteMode.deletes() || options.force) {
      DeleteStats.write(out, stats.deleted);
    }
  }
}
