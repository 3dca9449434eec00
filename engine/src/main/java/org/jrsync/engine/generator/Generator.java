package org.jrsync.engine.generator;

import java.util.function.Consumer;
import org.jrsync.engine.ItemReader;
import org.jrsync.engine.Session;
import org.jrsync.engine.TransferStats;
import org.jrsync.engine.generator.Parts.Part;
import org.jrsync.engine.options.Debug;
import org.jrsync.engine.options.DeleteMode;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.sender.DeleteStats;
import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.EntryFlags;
import org.jrsync.wire.flist.FileList;
import org.jspecify.annotations.Nullable;

/**
 * The generator role's loop: walks the file list part by part, asks for what is missing, and ends
 * the phases when the receiver has answered (docs/protocol.md, "Phases").
 */
public final class Generator {
  /** With hard links, entries known ahead before work begins, as rsync keeps it. */
  private static final int LOOKAHEAD = 500;

  private static final int FLUSH_EVERY = 200;

  private final Session session;
  private final Options options;
  private final WireOutput out;
  private final Parts parts;
  private final ReceiverEvents events;
  private final GeneratorSteps steps;
  private final TransferStats stats;
  private final DeleteMode deletes;
  private final byte @Nullable [] localName;
  private final boolean incremental;
  private final boolean destinationMissing;
  private final boolean wholeFile;
  private final Candidate candidate = new Candidate();
  private final FileStat scratch = new FileStat();

  private final IntQueue redo = new IntQueue();
  private @Nullable Part current;
  private int phasesDone;
  private boolean receiverEnded;

  /** Whether the list was known to be whole before its parts were walked. */
  private boolean wholeFromStart;

  private int nextFlush;

  /** Parts that came along with the one that was waited for. */
  private int partsAtHand;

  Generator(
      Session session,
      WireOutput out,
      Parts parts,
      ReceiverEvents events,
      GeneratorSteps.Factory factory,
      TransferStats stats,
      DeleteMode deletes,
      byte @Nullable [] localName,
      boolean destinationMissing,
      boolean wholeFile) {
    this.session = session;
    this.options = session.options();
    this.out = out;
    this.parts = parts;
    this.events = events;
    this.stats = stats;
    this.deletes = deletes;
    this.localName = localName;
    this.incremental = session.negotiated().incRecurse();
    this.destinationMissing = destinationMissing;
    this.wholeFile = wholeFile;
    this.steps = factory.create(new Bookkeeping(), this::candidateFor);
  }

  /** Keeps count of what is open in each part. */
  private final class Bookkeeping implements HardLinkStep.Waiting, FileStep.Requests {
    @Override
    public void began(int ndx) {
      parts.holding(ndx).inProgress++;
    }

    @Override
    public void ended(int ndx) {
      parts.holding(ndx).inProgress--;
    }

    @Override
    public void handleNow(int ndx) {
      Candidate c = new Candidate();
      fill(c, ndx);
      steps.entry().file(c, QuickCheck.Strictness.NORMAL);
    }

    @Override
    public void requested(int ndx) {
      parts.holding(ndx).inProgress++;
    }
  }

  private Candidate candidateFor(int ndx) {
    Candidate c = new Candidate();
    fill(c, ndx);
    steps.entry().look(c);
    return c;
  }

  private void fill(Candidate c, int ndx) {
    FileList list = parts.holding(ndx).list;
    fill(c, list, ndx - list.ndxStart());
  }

  private void fill(Candidate c, FileList list, int position) {
    list.get(position, c.entry);
    c.ndx = list.ndx(position);
    c.path = localName != null ? localName : c.entry.pathCopy();
  }

  /** Notes a part of the list that was received before the receiver was started. */
  void addPart(FileList list) {
    parts.add(list);
    steps.hardLinks().add(list);
  }

  /** No further part of the list will come. */
  void partsComplete() {
    parts.complete();
    wholeFromStart = true;
  }

  /** Gives back what the file list takes. */
  void release() {
    parts.release();
  }

  /** Works through the list and ends all phases. */
  void run() {
    if (deletes == DeleteMode.BEFORE) {
      deletePass(parts.first().list);
    }
    announce();
    walkParts();
    awaitPhase(1);
    endPhases();
    finish();
  }

  private void announce() {
    if (options.debug(Debug.FLIST) >= 1) {
      session
          .message(MessageCode.INFO)
          .text("delta-transmission ")
          .text(wholeFile ? "disabled for local transfer or --whole-file\n" : "enabled\n")
          .send();
    }
  }

  private void walkParts() {
    partsAtHand = parts.upcoming() - 1;
    do {
      awaitLookahead();
      Part part = parts.next();
      current = part;
      if (incremental && part.list.parent() >= 0) {
        parentDirectory(part);
      }
      walk(part);
      if (!incremental) {
        out.writeNdx(ItemReader.DONE);
        break;
      }
      awaitNext();
    } while (parts.hasNext());
    current = null;
  }

  /**
   * Waits for another part or the end of the list. rsync, for which every wait is a chance to
   * write, sends its messages meanwhile, or without any its data, unless the part came along with
   * an earlier one: so people see the lines in the same order.
   */
  private void awaitNext() {
    boolean waited = false;
    settleFinished(true);
    while (!parts.hasNext() && !parts.isComplete()) {
      await();
      waited = true;
      settleFinished(true);
    }
    if (partsAtHand > 0) {
      partsAtHand--;
    } else if (!wholeFromStart) {
      if (!waited) {
        out.flushNext();
      }
      partsAtHand = Math.max(0, parts.upcoming() - 1);
    }
  }

  /** Hard links are matched best when much of the list is known. */
  private void awaitLookahead() {
    if (incremental && options.hardLinks > 0) {
      while (!parts.isComplete() && parts.total() < LOOKAHEAD) {
        await();
      }
      wholeFromStart |= parts.isComplete();
    }
  }

  /** Works on the directory whose content a part is. */
  private void parentDirectory(Part part) {
    int number = part.list.parent();
    Candidate c = new Candidate();
    parts.directory(number, c.entry);
    c.ndx = part.list.ndxStart() - 1;
    c.path = localName != null ? localName : c.entry.pathCopy();
    if (options.listOnly) {
      list(c, true);
      return;
    }
    steps.entry().directory(c, number, false);
    boolean missing = steps.directories().states().isMissing(number);
    if (deletesDuring() && !missing && c.entry.has(EntryFlags.CONTENT_DIR)) {
      steps.cleaner().clean(c.path, c.entry.has(EntryFlags.TOP_DIR), part.list);
    }
  }

  private boolean deletesDuring() {
    return (deletes == DeleteMode.DURING || deletes == DeleteMode.DELAY)
        && !destinationMissing
        && !options.listOnly
        && localName == null;
  }

  private void walk(Part part) {
    FileList list = part.list;
    int directory = part.firstDirectory;
    for (int i = 0; i < list.count(); i++) {
      boolean isDirectory = list.isDirectory(i);
      int number = incremental ? directory : i;
      if (isDirectory) {
        directory++;
      }
      if (!list.isActive(i)) {
        continue;
      }
      fill(candidate, list, i);
      if (options.listOnly) {
        if (!isDirectory || !incremental) {
          list(candidate, isDirectory);
        }
      } else if (isDirectory) {
        boolean early = incremental;
        requireParent(list, i);
        steps.entry().directory(candidate, number, early);
        if (!early) {
          cleanAfter(list, number);
        }
      } else {
        requireParent(list, i);
        steps.entry().file(candidate, QuickCheck.Strictness.NORMAL);
      }
      settleFinished(false);
      keepMoving(candidate.ndx);
    }
  }

  private void requireParent(FileList list, int position) {
    if (localName == null) {
      steps.parents().require(list, position, candidate.path);
    }
  }

  /** Shows an entry; directories of an incremental list are shown when their content comes. */
  private void list(Candidate c, boolean isDirectory) {
    if (!isDirectory || options.impliedDirs || !c.entry.has(EntryFlags.IMPLIED_DIR)) {
      steps.lister().list(c.entry);
    }
  }

  private void cleanAfter(FileList list, int number) {
    if (deletesDuring()
        && candidate.entry.has(EntryFlags.CONTENT_DIR)
        && !steps.directories().states().isMissing(number)) {
      steps.cleaner().clean(candidate.path, candidate.entry.has(EntryFlags.TOP_DIR), list);
    }
  }

  /**
   * Lets the sender see requests early, and the connection live through long checks. Messages of
   * later entries overtake what has not been flushed, so people see the order of lines that these
   * flushes make: the first entry goes out at once where rsync sends it at once.
   */
  private void keepMoving(int ndx) {
    if (ndx < nextFlush) {
      return;
    }
    boolean first = nextFlush == 0;
    nextFlush += FLUSH_EVERY;
    out.keepAliveIfDue();
    if ((!first || wholeFromStart) && out.hasPending()) {
      out.flush();
    }
  }

  // --- What the receiver tells

  private void await() {
    if (receiverEnded) {
      // The sender has left out what is waited for.
      throw ProtocolException.stream("rsync: the sender has ended the transfer early [generator]");
    }
    out.flush();
    ReceiverEvent event = null;
    while (event == null) {
      event = events.poll(1000);
      if (event == null) {
        out.keepAliveIfDue();
      }
    }
    apply(event);
  }

  private void apply(ReceiverEvent event) {
    switch (event) {
      case ReceiverEvent.Success(int ndx) -> settled(ndx, steps.hardLinks()::inPlace);
      case ReceiverEvent.Redo(int ndx) -> {
        Part part = awaited(ndx);
        part.inProgress--;
        part.toRedo++;
        redo.add(ndx);
      }
      case ReceiverEvent.NoSend(int ndx) -> settled(ndx, steps.hardLinks()::failed);
      case ReceiverEvent.Segment(FileList list, int directory, int ioErrors) -> {
        if (!options.ignoreErrors) {
          session.ioErrors().add(ioErrors);
        }
        addPart(list);
      }
      case ReceiverEvent.ListComplete() -> parts.complete();
      case ReceiverEvent.PhaseDone() -> phasesDone++;
      case ReceiverEvent.Outgoing(MessageCode code, byte[] payload) -> out.message(code, payload);
      case ReceiverEvent.Text(MessageCode code, byte[] text) ->
          session.reporter().report(code, text);
      case ReceiverEvent.Ended() -> receiverEnded = true;
      case ReceiverEvent.Failed(Throwable cause) -> rethrow(cause);
    }
  }

  private static void rethrow(Throwable cause) {
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    throw new IllegalStateException("receiver failed", cause);
  }

  /** The part that an answer belongs to; the peer may send answers that nothing waits for. */
  private Part awaited(int ndx) {
    Part part = parts.holding(ndx);
    if (part.inProgress <= 0) {
      throw ProtocolException.value("File-list index " + ndx + " was not asked for [generator]");
    }
    return part;
  }

  /** A requested file has been settled; what waits for the first of its hard links goes on. */
  private void settled(int ndx, Consumer<Candidate> others) {
    Part part = awaited(ndx);
    if (part.list.hardLinkGroup(ndx - part.list.ndxStart()) >= 0) {
      Candidate c = new Candidate();
      fill(c, ndx);
      others.accept(c);
    }
    part.inProgress--;
  }

  /** Takes the receiver's answers and ends the parts that are finished. */
  private void settleFinished(boolean withRedo) {
    ReceiverEvent event;
    while ((event = events.poll()) != null) {
      apply(event);
    }
    while (withRedo && !redo.isEmpty()) {
      askAgain(redo.take());
    }
    while (incremental
        && !parts.isEmpty()
        && parts.first() != current
        && isFinished(parts.first())) {
      finishFirst();
    }
  }

  private static boolean isFinished(Part part) {
    return part.inProgress == 0 && part.toRedo == 0;
  }

  private void finishFirst() {
    int parent = parts.first().list.parent();
    out.writeNdx(ItemReader.DONE);
    if (parent >= 0 && deletes != DeleteMode.DELAY) {
      finishDirectory(parent);
    }
    parts.finishFirst();
  }

  private void askAgain(int ndx) {
    Candidate c = new Candidate();
    fill(c, ndx);
    steps.entry().file(c, QuickCheck.Strictness.REDO);
    parts.holding(ndx).toRedo--;
  }

  // --- Phases

  private void awaitPhase(int count) {
    while (true) {
      settleFinished(true);
      if (phasesDone >= count) {
        return;
      }
      await();
    }
  }

  private void endPhases() {
    boolean early = deletes != DeleteMode.DELAY && deletes != DeleteMode.AFTER;
    out.writeNdx(ItemReader.DONE);
    out.writeNdx(ItemReader.DONE);
    if (session.protocol() >= 31 && early) {
      writeDeleteStats();
      out.writeNdx(ItemReader.DONE);
    }
    awaitPhaseWithoutRedo(2);
    awaitPhaseWithoutRedo(3);
    deleteLate();
    reportSkippedDeletions();
    if (session.protocol() >= 31) {
      if (!early) {
        writeDeleteStats();
        out.writeNdx(ItemReader.DONE);
      }
      awaitPhaseWithoutRedo(4);
    }
  }

  private void awaitPhaseWithoutRedo(int count) {
    while (phasesDone < count) {
      settleFinished(false);
      if (phasesDone < count) {
        await();
      }
    }
  }

  private void writeDeleteStats() {
    if (options.deleteMode.deletes() || options.force) {
      DeleteStats.write(out, stats.deleted);
    }
  }

  private void deleteLate() {
    if (deletes == DeleteMode.DELAY) {
      steps.cleaner().deleteDelayed();
    }
    if (deletes == DeleteMode.AFTER) {
      deletePass(parts.first().list);
    }
  }

  private void reportSkippedDeletions() {
    long skipped = steps.deleter().skipped();
    if (options.maxDelete >= 0 && skipped > 0) {
      session
          .message(MessageCode.WARNING)
          .text("Deletions stopped due to --max-delete limit (")
          .number(skipped)
          .text(" skipped)\n")
          .send();
      session.ioErrors().add(org.jrsync.engine.IoErrors.DELETE_LIMIT);
    }
  }

  /** Deletes in every directory of a whole list. */
  private void deletePass(FileList list) {
    if (destinationMissing || options.listOnly || localName != null) {
      return;
    }
    steps.cleaner().tellsLength(true);
    for (int i = 0; i < list.count(); i++) {
      if (!list.isActive(i) || (list.flags(i) & EntryFlags.CONTENT_DIR) == 0) {
        continue;
      }
      byte[] path = list.path(i);
      boolean top = (list.flags(i) & EntryFlags.TOP_DIR) != 0;
      if (options.debug(Debug.DEL) >= 1 && top) {
        session.message(MessageCode.INFO).text("deleting in ").name(path).text("\n").send();
      }
      if (steps.tree().lstat(path, scratch) == 0 && FileMode.isDirectory(scratch.mode())) {
        steps.cleaner().clean(path, top, list);
      }
    }
    steps.cleaner().tellsLength(false);
    if (options.info(Info.FLIST) >= 2 && !options.server) {
      session.message(MessageCode.INFO).text(" ".repeat(20)).text("\r").send();
    }
  }

  private void finish() {
    if (!incremental) {
      FileList list = parts.first().list;
      for (int i = 0; i < list.count(); i++) {
        if (list.isActive(i) && list.isDirectory(i)) {
          fill(candidate, list, i);
          steps.directories().finish(candidate, i);
        }
      }
    } else if (deletes == DeleteMode.DELAY) {
      for (int number = 0; number < parts.directoryCount(); number++) {
        finishDirectory(number);
      }
    }
  }

  private void finishDirectory(int number) {
    Candidate c = new Candidate();
    parts.directory(number, c.entry);
    if (c.entry.has(EntryFlags.CLEARED)) {
      return;
    }
    c.path = localName != null ? localName : c.entry.pathCopy();
    steps.directories().finish(c, number);
  }
}
