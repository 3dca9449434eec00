package org.jrsync.engine.receiver;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jrsync.engine.Session;
import org.jrsync.engine.batch.BatchRequests;
import org.jrsync.engine.generator.ReceiverEvent;
import org.jrsync.engine.generator.ReceiverEvents;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.flist.FileEntry;

/** Which updates of a batch are made, and what is told of the others. */
final class BatchedUpdates {
  private final Session session;
  private final BatchRequests requests;
  private final ReceivedFiles files;
  private final ReceiverEvents events;
  private final FileEntry entry = new FileEntry();

  /** Files that came damaged, as a batch may have them once more. */
  private final Deque<Integer> damaged = new ArrayDeque<>();

  BatchedUpdates(
      Session session, BatchRequests requests, ReceivedFiles files, ReceiverEvents events) {
    this.session = session;
    this.requests = requests;
    this.files = files;
    this.events = events;
  }

  /**
   * Whether an update that the batch has next is to be made; if not, that is told.
   *
   * @param path the file's, as people see it
   * @param again whether the batch had one of the file before
   */
  boolean wanted(int ndx, byte[] path, boolean again) {
    if (again ? isDamaged(ndx) : requests.wants(ndx, missed -> missing(missed, ""))) {
      return true;
    }
    session
        .message(MessageCode.INFO)
        .text("(Skipping batched update for")
        .text(again ? " resend of" : "")
        .text(" \"")
        .name(path)
        .text("\")\n")
        .send();
    return false;
  }

  private boolean isDamaged(int ndx) {
    while (!damaged.isEmpty() && damaged.getFirst() < ndx) {
      missing(damaged.removeFirst(), " resend of");
    }
    if (!damaged.isEmpty() && damaged.getFirst() == ndx) {
      damaged.removeFirst();
      return true;
    }
    return false;
  }

  /** An update failed its checksum; the batch may have another one. */
  void damaged(int ndx) {
    damaged.addLast(ndx);
  }

  /** The batch has ended the oldest part of the list that is in use, or its first phase. */
  void endOfPart() {
    files
        .lastOfPart(-1)
        .ifPresent(last -> requests.passed(last + 1, missed -> missing(missed, "")));
  }

  /** The batch has ended with the updates that it has once more: what failed stays as it was. */
  void endOfRepeats() {
    while (!damaged.isEmpty()) {
      settle(damaged.removeFirst());
    }
  }

  private void missing(int ndx, String what) {
    files.get(ndx, entry);
    session
        .message(MessageCode.ERROR_XFER)
        .text("(No batched update for" + what + " \"")
        .name(entry.pathCopy())
        .text("\")\n")
        .send();
    settle(ndx);
  }

  private void settle(int ndx) {
    if (session.negotiated().incRecurse() && !session.options().dryRun) {
      events.put(new ReceiverEvent.NoSend(ndx));
    }
  }
}
