package org.jrsync.engine.generator;

import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.jrsync.engine.Session;
import org.jrsync.engine.generator.Parts.Part;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.FileList;

/** Takes in what the receiver tells the generator, and books it in the account of the parts. */
final class ReceiverAnswers {
  private static final long WAIT_MILLIS = 1000;

  private final Session session;
  private final WireOutput out;
  private final Parts parts;
  private final ReceiverEvents events;
  private final GeneratorSteps steps;
  private final Candidates candidates;
  private final ObjIntConsumer<FileList> newPart;
  private final IntQueue redo = new IntQueue();
  private int phasesDone;
  private boolean receiverEnded;

  /**
   * @param newPart told of each part of the list that the receiver has read, and of what the sender
   *     had told of errors by then
   */
  ReceiverAnswers(
      Session session,
      WireOutput out,
      Parts parts,
      ReceiverEvents events,
      GeneratorSteps steps,
      Candidates candidates,
      ObjIntConsumer<FileList> newPart) {
    this.session = session;
    this.out = out;
    this.parts = parts;
    this.events = events;
    this.steps = steps;
    this.candidates = candidates;
    this.newPart = newPart;
  }

  /** How many phases the receiver has ended. */
  int phasesDone() {
    return phasesDone;
  }

  /** Waits for an answer and takes it, keeping the connection alive. */
  void await() {
    if (receiverEnded) {
      // The sender has left out what is waited for.
      throw ProtocolException.stream("rsync: the sender has ended the transfer early [generator]");
    }
    out.flush();
    ReceiverEvent event = null;
    while (event == null) {
      event = events.poll(WAIT_MILLIS);
      if (event == null) {
        out.keepAliveIfDue();
      }
    }
    apply(event);
  }

  /** Takes all answers that are there. */
  void takeAll() {
    ReceiverEvent event;
    while ((event = events.poll()) != null) {
      apply(event);
    }
  }

  /** Asks once more for the files that came damaged. */
  void askAgain() {
    while (!redo.isEmpty()) {
      int ndx = redo.take();
      steps.entry().file(candidates.at(ndx), QuickCheck.Strictness.REDO);
      parts.holding(ndx).toRedo--;
    }
  }

  private void apply(ReceiverEvent event) {
    switch (event) {
      case ReceiverEvent.Success(int ndx) -> {
        if (steps.sources().any()) {
          steps.sources().sent(candidates.at(ndx));
        }
        settled(ndx, steps.hardLinks()::inPlace);
      }
      case ReceiverEvent.Redo(int ndx) -> {
        Part part = awaited(ndx);
        part.inProgress--;
        part.toRedo++;
        redo.add(ndx);
      }
      case ReceiverEvent.NoSend(int ndx) -> settled(ndx, steps.hardLinks()::failed);
      case ReceiverEvent.Segment(FileList list, int directory, int ioErrors) ->
          newPart.accept(list, ioErrors);
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
    if (part.list.hardLinkGroup(part.list.position(ndx)) >= 0) {
      others.accept(candidates.at(ndx));
    }
    part.inProgress--;
  }
}
