package org.jrsync.engine.receiver;

import org.jrsync.engine.ItemFlags;
import org.jrsync.engine.ItemReader;
import org.jrsync.engine.Session;
import org.jrsync.engine.TransferProgress;
import org.jrsync.engine.TransferStats;
import org.jrsync.engine.filter.FilterResult;
import org.jrsync.engine.generator.ReceiverEvent;
import org.jrsync.engine.generator.ReceiverEvents;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.report.ItemLog;
import org.jrsync.posix.FileMode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.flist.FileEntry;
import org.jspecify.annotations.Nullable;

/** The receiving role's loop: takes each file's delta as the sender sends it, phase by phase. */
final class Receiver {
  private static final int LAST_PHASE = 2;

  private final Session session;
  private final Options options;
  private final ReceivedFiles files;
  private final ItemReader items;
  private final FileReceiver fileReceiver;
  private final ReceiverEvents events;
  private final ItemLog log;
  private final TransferStats stats;
  private final TransferProgress progress;
  private final byte @Nullable [] localName;
  private final FileEntry entry = new FileEntry();

  /**
   * @param localName the name of a single file at the destination, null where the list's names hold
   */
  Receiver(
      Session session,
      WireInput in,
      ReceivedFiles files,
      FileReceiver fileReceiver,
      ReceiverEvents events,
      ItemLog log,
      TransferStats stats,
      TransferProgress progress,
      byte @Nullable [] localName) {
    this.session = session;
    this.options = session.options();
    this.files = files;
    this.items = new ItemReader(in, stats, new Parts());
    this.fileReceiver = fileReceiver;
    this.events = events;
    this.log = log;
    this.stats = stats;
    this.progress = progress;
    this.localName = localName;
  }

  private final class Parts implements ItemReader.Lists {
    @Override
    public void complete() {
      files.complete();
    }

    @Override
    public void segment(int directory) {
      files.readSegment(directory);
    }

    @Override
    public void deleteStats() {
      // What this side's own generator has deleted, told back by the sender: it counts itself.
      stats.deleted.clear();
    }
  }

  /** Receives until the last phase is done. */
  void run() {
    int phase = 0;
    while (true) {
      int ndx = items.next();
      if (ndx == ItemReader.DONE) {
        int last = files.lastOfFirst();
        if (last >= 0) {
          progress.partDone(last);
        }
        if (files.finishFirst()) {
          continue;
        }
        if (++phase > LAST_PHASE) {
          return;
        }
        events.put(new ReceiverEvent.PhaseDone());
        continue;
      }
      files.get(ndx, entry);
      one(ndx, phase);
    }
  }

  private void one(int ndx, int phase) {
    byte[] path = localName != null ? localName : entry.pathCopy();
    refuseExcluded(path);
    if (!items.isTransfer()) {
      log.localItem(entry, items.flags(), items.name());
      if ((items.flags() & ItemFlags.IS_NEW) != 0) {
        stats.created.add(entry.mode);
      }
      return;
    }
    if (!entry.isRegular()) {
      throw ProtocolException.value(
          "received request to transfer non-regular file: " + ndx + " [receiver]");
    }
    if (phase == LAST_PHASE) {
      throw ProtocolException.value("got transfer request in phase 2 [receiver]");
    }
    boolean redo = files.wasReceived(ndx);
    if (!redo && (items.flags() & ItemFlags.IS_NEW) != 0) {
      stats.created.add(entry.mode);
    }
    stats.transferredFiles++;
    stats.transferredSize += entry.size;
    log.transferBegins();
    if (options.dryRun) {
      log.item(ItemLog.Target.CLIENT, entry, items.flags(), items.name());
      return;
    }
    settle(ndx, path, redo, fileReceiver.receive(ndx, entry, path, items, redo));
  }

  private void refuseExcluded(byte[] path) {
    boolean root = path.length == 1 && path[0] == '.';
    boolean directory = FileMode.isDirectory(entry.mode);
    if (!root && session.moduleFilters().check(path, directory) == FilterResult.EXCLUDED) {
      throw ProtocolException.value(
          "ERROR: rejecting file transfer request for daemon excluded file");
    }
  }

  private void settle(int ndx, byte[] path, boolean redo, FileReceiver.Result result) {
    switch (result) {
      case DONE -> events.put(new ReceiverEvent.Success(ndx));
      case FAILED -> events.put(new ReceiverEvent.NoSend(ndx));
      case BAD_CHECKSUM_DISCARDED, BAD_CHECKSUM_RETAINED, BAD_CHECKSUM_IN_PARTIAL_DIR -> {
        reportBadChecksum(path, redo, result);
        if (redo) {
          events.put(new ReceiverEvent.NoSend(ndx));
        } else {
          files.markReceived(ndx);
          events.put(new ReceiverEvent.Redo(ndx));
        }
      }
    }
  }

  private void reportBadChecksum(byte[] path, boolean redo, FileReceiver.Result result) {
    if (!redo && options.info(Info.NAME) < 1 && log.itemizeLevel() == 0) {
      return;
    }
    session
        .message(redo ? MessageCode.ERROR_XFER : MessageCode.WARNING)
        .text(redo ? "ERROR: " : "WARNING: ")
        .name(path)
        .text(" failed verification -- update ")
        .text(result.kept)
        .text(redo ? ".\n" : " (will try again).\n")
        .send();
  }
}
