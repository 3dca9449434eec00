package org.jrsync.engine.generator;

import org.jrsync.engine.ItemReader;
import org.jrsync.engine.OldProtocol;
import org.jrsync.engine.Session;
import org.jrsync.engine.TransferStats;
import org.jrsync.engine.batch.BatchRequests;
import org.jrsync.engine.generator.Parts.Part;
import org.jrsync.engine.options.Debug;
import org.jrsync.engine.options.DeleteMode;
import org.jrsync.engine.options.Options;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.DirectoryNumbers;
import org.jrsync.wire.flist.EntryFlags;
import org.jrsync.wire.flist.FileList;
import org.jrsync.wire.flist.FileListSegments;
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
  private final Candidates candidates;
  private final GeneratorSteps steps;
  private final ReceiverAnswers answers;
  private final Deletions deletions;
  private final @Nullable BatchRequests requests;
  private final boolean incremental;
  private final boolean wholeFile;
  private final Candidate candidate = new Candidate();
  private @Nullable Part current;

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
      @Nullable BatchRequests requests,
      GeneratorSteps.Factory factory,
      TransferStats stats,
      DeleteMode deletes,
      byte @Nullable [] localName,
      boolean destinationMissing,
      boolean wholeFile) {
    this.session = session;
    this.options = session.options();
    this.out = out;
    this.requests = requests;
    this.parts = parts;
    this.incremental = session.negotiated().incRecurse();
    this.wholeFile = wholeFile;
    this.candidates = new Candidates(parts, localName);
    this.steps = factory.create(new Bookkeeping(), this::candidateFor);
    this.answers =
        new ReceiverAnswers(session, out, parts, events, steps, candidates, this::addPart);
    boolean deletable = !destinationMissing && !options.listOnly && localName == null;
    this.deletions = new Deletions(session, out, steps, stats, deletes, deletable);
  }

  /** Keeps count of what is open in each part. */
  private final class Bookkeeping implements HardLinkStep.Waiting, FileStep.Requests {
    @Override
    public int indexOf(int rank) {
      FileList list = parts.holding(rank).list;
      return list.ndx(rank - list.ndxStart());
    }

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
      steps.entry().file(candidates.at(ndx), QuickCheck.Strictness.NORMAL);
    }

    @Override
    public void requested(int ndx) {
      parts.holding(ndx).inProgress++;
    }
  }

  private Candidate candidateFor(int ndx) {
    Candidate c = candidates.at(ndx);
    steps.entry().look(c);
    return c;
  }

  /** Notes a part of the list that was received before the receiver was started. */
  void addPart(FileList list) {
    addPart(list, 0);
  }

  private void addPart(FileList list, int ioErrors) {
    parts.add(list, ioErrors);
    steps.hardLinks().add(list);
  }

  /**
   * Notes errors of the sender as they come to rsync's generator, which takes a part of the list
   * when it needs it: those of a later part do not keep from deleting in an earlier directory.
   */
  private void noteErrors(int ioErrors) {
    if (!options.ignoreErrors) {
      session.ioErrors().add(ioErrors);
    }
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
    deletions.before(parts);
    announce();
    walkParts();
    deletions.walked();
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
      noteErrors(part.ioErrors);
      if (incremental && part.list.parent() >= 0) {
        parentDirectory(part);
      }
      walk(part);
      if (requests != null) {
        requests.walked(part.list.ndxStart() + part.list.count());
      }
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
      answers.await();
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
        answers.await();
      }
      noteErrors(parts.ioErrorsWithin(LOOKAHEAD));
      wholeFromStart |= parts.isComplete();
    }
  }

  /** Works on the directory whose content a part is. */
  private void parentDirectory(Part part) {
    int number = part.list.parent();
    Candidate c = candidates.directory(number);
    c.ndx = part.list.ndxStart() - 1;
    if (options.listOnly) {
      list(c, true);
      return;
    }
    steps.entry().directory(c, number, false);
    deletions.during(c, number, part.list);
  }

  private void walk(Part part) {
    FileList list = part.list;
    DirectoryNumbers numbers = FileListSegments.numbers(list, part.firstDirectory);
    for (int i = 0; i < list.count(); i++) {
      boolean isDirectory = list.isDirectory(i);
      int number = incremental && isDirectory ? numbers.next(i) : i;
      if (!list.isActive(i)) {
        continue;
      }
      candidates.fill(candidate, list, i);
      if (options.listOnly) {
        if (!isDirectory || !incremental) {
          list(candidate, isDirectory);
        }
      } else if (isDirectory) {
        boolean early = incremental;
        requireParent(list, i);
        boolean worked = steps.entry().directory(candidate, number, early);
        if (worked && !early) {
          deletions.during(candidate, number, list);
        }
      } else {
        requireParent(list, i);
        steps.entry().file(candidate, QuickCheck.Strictness.NORMAL);
      }
      settleFinished(false);
      keepMoving(candidate.rank);
    }
  }

  private void requireParent(FileList list, int position) {
    if (!candidates.renamed() && !steps.entry().isSkipped(candidate.path)) {
      steps.parents().require(list, position, candidate.path);
    }
  }

  /** Shows an entry; directories of an incremental list are shown when their content comes. */
  private void list(Candidate c, boolean isDirectory) {
    if (!isDirectory || options.impliedDirs || !c.entry.has(EntryFlags.IMPLIED_DIR)) {
      steps.lister().list(c.entry);
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

  /** Takes the receiver's answers and ends the parts that are finished. */
  private void settleFinished(boolean withRedo) {
    answers.takeAll();
    if (withRedo) {
      answers.askAgain();
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
    if (parent >= 0 && !deletions.delayed()) {
      finishDirectory(parent);
    }
    parts.finishFirst();
  }

  private void awaitPhase(int count) {
    while (true) {
      settleFinished(true);
      if (answers.phasesDone() >= count) {
        return;
      }
      answers.await();
    }
  }

  private void endPhases() {
    boolean early = deletions.early();
    boolean delay = options.writing.delayUpdates();
    boolean newer = session.protocol() >= 31;
    out.writeNdx(ItemReader.DONE);
    if (!OldProtocol.hasItemFlags(session.protocol())) {
      awaitPhaseWithoutRedo(2);
      deletions.late(parts);
      return;
    }
    // Nothing more comes in the last phase, unless files get their places in it.
    if (!delay) {
      out.writeNdx(ItemReader.DONE);
    }
    if (newer && early) {
      deletions.writeStats();
      if (!delay) {
        out.writeNdx(ItemReader.DONE);
      }
    }
    awaitPhaseWithoutRedo(2);
    if (delay) {
      out.writeNdx(ItemReader.DONE);
      if (newer && early) {
        out.writeNdx(ItemReader.DONE);
      }
    }
    awaitPhaseWithoutRedo(3);
    deletions.late(parts);
    if (newer) {
      if (!early) {
        deletions.writeStats();
        out.writeNdx(ItemReader.DONE);
      }
      awaitPhaseWithoutRedo(4);
    }
  }

  private void awaitPhaseWithoutRedo(int count) {
    while (answers.phasesDone() < count) {
      settleFinished(false);
      if (answers.phasesDone() < count) {
        answers.await();
      }
    }
  }

  private void finish() {
    if (!incremental) {
      FileList list = parts.first().list;
      for (int i = 0; i < list.count(); i++) {
        if (list.isActive(i) && list.isDirectory(i)) {
          candidates.fill(candidate, list, i);
          steps.directories().finish(candidate, i);
        }
      }
    } else if (deletions.delayed()) {
      for (int number = 0; number < parts.directoryCount(); number++) {
        finishDirectory(number);
      }
    }
  }

  private void finishDirectory(int number) {
    Candidate c = candidates.directory(number);
    if (!c.entry.has(EntryFlags.CLEARED)) {
      steps.directories().finish(c, number);
    }
  }
}
