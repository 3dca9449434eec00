package org.jrsync.engine.receiver;

import org.jrsync.engine.ItemIntake;
import org.jrsync.engine.ItemReader;
import org.jrsync.engine.Session;
import org.jrsync.engine.TransferProgress;
import org.jrsync.engine.TransferStats;
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
import org.jrsync.wire.flist.SharedList;
import org.jrsync.wire.flist.XattrCodec;
import org.jrsync.wire.flist.XattrSet;
import org.jspecify.annotations.Nullable;

/** The receiving role's loop: takes each file's delta as the sender sends it, phase by phase. */
final class Receiver {
  /** The phase at whose beginning files get their places that waited for them. */
  private static final int PHASE_OF_DELAYED = 2;

  private final Session session;
  private final Options options;
  private final WireInput in;
  private final ReceivedFiles files;
  private final ItemReader items;
  private final ItemIntake intake;
  private final FileReceiver fileReceiver;
  private final ReceiverEvents events;
  private final ItemLog log;
  private final TransferStats stats;
  private final TransferProgress progress;
  private final byte @Nullable [] localName;
  private final @Nullable DelayedUpdates delayed;
  private final @Nullable BatchedUpdates batched;
  private final FileEntry entry = new FileEntry();

  /**
   * @param localName the name of a single file at the destination, null where the list's names hold
   * @param delayed gives files their places at the end, null where each gets its own at once
   * @param batched tells which updates are made of a batch, null where there is none
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
      byte @Nullable [] localName,
      @Nullable DelayedUpdates delayed,
      @Nullable BatchedUpdates batched) {
    this.session = session;
    this.options = session.options();
    this.in = in;
    this.files = files;
    this.items = new ItemReader(in, stats, new Parts());
    this.fileReceiver = fileReceiver;
    this.events = events;
    this.log = log;
    this.stats = stats;
    this.intake = new ItemIntake(session, items, log, stats);
    this.progress = progress;
    this.localName = localName;
    this.delayed = delayed;
    this.batched = batched;
  }

  private final class Parts implements ItemReader.Lists {
    @Override
    public void file(int ndx) {
      files.get(ndx, entry);
    }

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
    int latest = ItemReader.DONE;
    while (true) {
      int ndx = items.next();
      if (ndx == ItemReader.DONE) {
        if (batched != null) {
          batched.endOfPart();
        }
        files.lastOfPart(latest).ifPresent(progress::partDone);
        if (files.finishFirst()) {
          continue;
        }
        phase++;
        if (phase == PHASE_OF_DELAYED && batched != null) {
          batched.endOfRepeats();
        }
        if (phase == PHASE_OF_DELAYED && delayed != null) {
          delayed.finish();
        }
        if (phase > intake.lastPhase()) {
          return;
        }
        events.put(new ReceiverEvent.PhaseDone());
        continue;
      }
      latest = ndx;
      one(ndx, phase);
    }
  }

  private void one(int ndx, int phase) {
    byte[] path = localName != null ? localName : entry.pathCopy();
    refuseExcluded(path);
    boolean redo = files.wasReceived(ndx);
    boolean xattrs = intake.carriesXattrs();
    if (xattrs) {
      readXattrs();
    }
    if (!intake.transfers(ndx, entry, phase, redo)) {
      // A batch tells of a further name of a file before the generator here may have made it, and
      // that has the attributes of the first.
      if (xattrs && (batched == null || fileReceiver.isThere(path))) {
        fileReceiver.setAttributes(entry, path);
      }
      return;
    }
    if (batched != null) {
      files.markReceived(ndx); // What a batch has of it from here on is a second attempt.
      if (!batched.wanted(ndx, path, redo)) {
        fileReceiver.discard(ndx, entry, redo);
        return;
      }
    }
    if (intake.onlyTells(entry)) {
      if (batched != null) {
        fileReceiver.discard(ndx, entry, redo);
      }
    } else if (options.batch.only()) {
      leaveToBatch(ndx, redo);
    } else {
      settle(ndx, path, redo, fileReceiver.receive(ndx, entry, path, items, redo));
    }
  }

  /** Does nothing with a file's data, which a server is not even sent. */
  private void leaveToBatch(int ndx, boolean redo) {
    log.item(ItemLog.Target.CLIENT, entry, items.flags());
    if (!options.server) {
      fileReceiver.discard(ndx, entry, redo);
    }
    if (session.negotiated().incRecurse()) {
      events.put(new ReceiverEvent.Success(ndx));
    }
  }

  private void readXattrs() {
    SharedList<XattrSet> sets = session.attributeLists().xattrs();
    XattrSet set = sets.get(entry.xattrs);
    byte[] file = entry.pathCopy();
    XattrCodec.readRequests(
        in,
        set,
        file,
        index -> {
          if (set.value(index) != null) {
            throw XattrCodec.wrongRequest(in, set, index, file);
          }
          set.keep(index, XattrCodec.readValue(in, sets));
        });
  }

  private void refuseExcluded(byte[] path) {
    boolean root = path.length == 1 && path[0] == '.';
    boolean directory = FileMode.isDirectory(entry.mode);
    if (!root && session.moduleFilters().excludesWithParents(path, directory)) {
      throw ProtocolException.value(
          "ERROR: rejecting file transfer request for daemon excluded file");
    }
  }

  private void settle(int ndx, byte[] path, boolean redo, FileReceiver.Result result) {
    switch (result) {
      case DONE -> events.put(new ReceiverEvent.Success(ndx));
      case DELAYED -> {
        if (delayed != null) {
          delayed.add(ndx);
        }
      }
      case FAILED -> events.put(new ReceiverEvent.NoSend(ndx));
      case BAD_CHECKSUM_DISCARDED, BAD_CHECKSUM_RETAINED, BAD_CHECKSUM_IN_PARTIAL_DIR -> {
        reportBadChecksum(path, redo, result);
        if (redo) {
          events.put(new ReceiverEvent.NoSend(ndx));
        } else {
          files.markReceived(ndx);
          if (batched != null) {
            batched.damaged(ndx);
          } else {
            events.put(new ReceiverEvent.Redo(ndx));
          }
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
        .text(redo ? ".\n" : batched != null ? " (may try again).\n" : " (will try again).\n")
        .send();
  }
}
