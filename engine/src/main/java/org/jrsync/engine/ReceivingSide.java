package org.jrsync.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jrsync.engine.basis.AlternateDirectories;
import org.jrsync.engine.batch.BatchRequests;
import org.jrsync.engine.filter.FilterResult;
import org.jrsync.engine.filter.FilterSide;
import org.jrsync.engine.generator.Generation;
import org.jrsync.engine.generator.ReceiverEvent;
import org.jrsync.engine.generator.ReceiverEvents;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.MessageRouting;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.receiver.Destination;
import org.jrsync.engine.receiver.DestinationParts;
import org.jrsync.engine.receiver.EmptyDirectories;
import org.jrsync.engine.receiver.NamedPlaces;
import org.jrsync.engine.receiver.Reception;
import org.jrsync.engine.report.ProgressLine;
import org.jrsync.engine.report.Reporter;
import org.jrsync.engine.tree.Anchor;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.IdleHook;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.PeerExitException;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.Role;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.FileList;
import org.jrsync.wire.flist.FileListCounts;
import org.jrsync.wire.flist.FileListDecoder;
import org.jrsync.wire.flist.FileListFormat;
import org.jrsync.wire.flist.FileListReader;
import org.jrsync.wire.flist.FileListSegments;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of a transfer: takes the file list, then runs the generator on the calling
 * thread and the receiver on a second one until both are done.
 */
final class ReceivingSide {
  private static final int LIST_COMPLETE = -2;
  private static final int POLL_MILLIS = 10;
  private static final int LAST_WORDS_MILLIS = 2000;
  private static final int DRAIN_MILLIS = 200;

  private final Session session;
  private final WireInput in;
  private final WireOutput out;
  private final Anchor anchor;
  private final SideSetup setup;
  private final TransferStats stats;
  private final ReceiverEvents events;
  private @Nullable NameForwarder forwarder;
  private final @Nullable BatchRequests requests;
  private final CountDownLatch receiverDone = new CountDownLatch(1);
  private volatile boolean leaveUnread;

  /** Whether something of the first list could not be taken, before the two roles part. */
  private boolean failedEarly;

  private SideSetup.@Nullable Companion companion;
  private @Nullable Destination destination;
  private @Nullable AlternateDirectories alternates;

  /**
   * @param events the way from the receiver to the generator, which messages from the peer take too
   * @param forwarder sends the sender its list of names; null where there is none
   */
  ReceivingSide(
      Session session,
      WireInput in,
      WireOutput out,
      Anchor anchor,
      SideSetup setup,
      TransferStats stats,
      ReceiverEvents events,
      @Nullable NameForwarder forwarder) {
    this.session = session;
    this.in = in;
    this.out = out;
    this.anchor = anchor;
    this.setup = setup;
    this.stats = stats;
    this.events = events;
    this.forwarder = forwarder;
    this.requests = session.options().batch.reads() ? new BatchRequests() : null;
  }

  /**
   * Receives everything.
   *
   * @param destination the destination argument
   * @return whether there was anything in the list; if not, the peer waits for nothing more
   */
  boolean run(byte[] destination) {
    in.setRole(Role.EARLY_RECEIVER);
    FileListFormat format = SideSetup.formatOf(session.options(), session.negotiated());
    FileListSegments receiverParts = setup.newSegments(format);
    FileListDecoder decoder =
        setup.newDecoder(
            in,
            format,
            OwnerMaps.of(session, setup.budget().memory()),
            session.attributeLists(),
            new UnconvertedNames(session, in));
    FileListReader reader = setup.newReader(format, decoder, receiverParts);
    DuplicateNames.tell(session, reader);
    announce();
    decoder.tellLength(lengthTold());
    long before = in.bytesRead();
    FileList first = readFirst(reader);
    stats.fileListSize = in.bytesRead() - before;
    pruneEmptyDirs(first);
    announceEnd(first);
    FileList second = readSecond(reader, receiverParts, first);
    noteErrors(reader);
    if (receiverParts.total() == 0 && !session.options().server) {
      return false;
    }
    transfer(destination, format, reader, receiverParts, decoder.counts(), first, second);
    noteErrors(reader);
    count(decoder);
    return true;
  }

  private void pruneEmptyDirs(FileList list) {
    if (session.options().pruneEmptyDirs) {
      EmptyDirectories.prune(
          list,
          path ->
              session.moduleFilters().excludes(path, true)
                  || session.filters().check(path, true, FilterSide.RECEIVER)
                      == FilterResult.EXCLUDED);
    }
  }

  private FileList readFirst(FileListReader reader) {
    NameForwarder names = forwarder;
    if (names == null) {
      in.setIdleHook(flushBeforeRead());
      return reader.readFirst();
    }
    names.start(setup.companions());
    FileList first = reader.readFirst();
    names.await();
    forwarder = null;
    in.setIdleHook(flushBeforeRead());
    return first;
  }

  /**
   * A server that could not take all of the first list ends with a line about it, as one that fails
   * does; what goes by way of the client comes too late for it.
   */
  private void tellEarlyFailure() {
    Options options = session.options();
    boolean late =
        options.daemon
            || options.messages.stderr() == MessageRouting.Stderr.CLIENT
            || !OldProtocol.hasItemFlags(session.protocol());
    if (options.server && !late && failedEarly) {
      Farewell.Self self =
          new Farewell.Self(true, false, false, session.protocol(), Role.GENERATOR.text());
      new Farewell(in, out, session.reporter(), this, self)
          .reportClosingLine(ExitCode.PARTIAL.code());
    }
  }

  /** After a failure: whoever forwards names writes no more. */
  void stopForwarding() {
    NameForwarder names = forwarder;
    if (names != null) {
      forwarder = null;
      names.abandon();
    }
  }

  private boolean showsBegin() {
    Options options = session.options();
    boolean incremental = session.negotiated().incRecurse();
    return options.info(Info.FLIST) >= 1
        && (incremental ? !options.server : options.tellsOfLists(false));
  }

  private void announce() {
    tellOfList();
    session.message(MessageCode.LOG).text("receiving file list\n").send();
  }

  private void tellOfList() {
    if (!showsBegin()) {
      return;
    }
    if (session.negotiated().incRecurse()) {
      session.message(MessageCode.CLIENT).text("receiving incremental file list\n").send();
    } else {
      setup.progress().listBegins("receiving file list");
    }
  }

  private @Nullable IntConsumer lengthTold() {
    boolean tells = showsBegin() && !session.negotiated().incRecurse();
    if (!tells || session.options().info(Info.FLIST) < 2) {
      return null;
    }
    return length -> {
      if (length % 100 == 0) {
        setup.progress().listGrows(length);
      }
    };
  }

  private void announceEnd(FileList list) {
    if (!showsBegin() || session.negotiated().incRecurse()) {
      return;
    }
    setup.progress().listEnds();
    if (session.options().info(Info.FLIST) >= 2) {
      session
          .message(MessageCode.INFO)
          .number(list.count())
          .text(list.count() == 1 ? " file to consider\n" : " files to consider\n")
          .send();
    } else {
      session.message(MessageCode.INFO).text("done\n").send();
    }
  }

  /** A single directory says nothing about the kind of transfer: its content must be known too. */
  private @Nullable FileList readSecond(
      FileListReader reader, FileListSegments parts, FileList first) {
    if (!session.negotiated().incRecurse() || first.count() != 1) {
      return null;
    }
    int ndx = in.readNdx();
    if (ndx == LIST_COMPLETE) {
      parts.markComplete();
      return null;
    }
    if (ndx > LIST_COMPLETE) {
      throw ProtocolException.value("Invalid file index: " + ndx + " (-1 - -1) [Receiver]");
    }
    return reader.readSegment(reader.directoryIndex(ndx, Role.EARLY_RECEIVER));
  }

  private void noteErrors(FileListReader reader) {
    if (!session.options().ignoreErrors) {
      session.ioErrors().add(reader.ioErrors());
    }
  }

  private void count(FileListDecoder decoder) {
    stats.files.regular = decoder.counts().regular;
    stats.files.directories = decoder.counts().directories;
    stats.files.symlinks = decoder.counts().symlinks;
    stats.files.devices = decoder.counts().devices;
    stats.files.specials = decoder.counts().specials;
    stats.totalSize = decoder.counts().totalSize;
  }

  private void transfer(
      byte[] argument,
      FileListFormat format,
      FileListReader reader,
      FileListSegments receiverParts,
      FileListCounts counts,
      FileList first,
      @Nullable FileList second) {
    failedEarly = session.ioErrors().transfer();
    Session generatorView = session.as(Role.GENERATOR, session.reporter());
    Destination found =
        Destination.resolve(
            session,
            anchor,
            argument,
            new Destination.Contents(
                receiverParts.total(),
                first.count() > 0 && first.isActive(0) && first.isDirectory(0)),
            setup.log());
    Destination target = beginsWithTop(first) ? found : found.asKnown();
    destination = target;
    Anchor named = anchor.trusting(session.options().linkRules.trust());
    NamedPlaces.check(session, named, target);
    Session.Shown shown = new Session.Shown(target.shown(), anchor.module());
    AlternateDirectories others =
        session.options().alternates.isEmpty()
            ? null
            : AlternateDirectories.open(generatorView.showing(shown), named, target);
    alternates = others;
    TransferStats generatorStats = new TransferStats();
    TransferStats receiverStats = new TransferStats();
    generatorView = generatorView.showing(shown).within(target.shown());
    Generation generation =
        new Generation(
            generatorView,
            out,
            setup,
            format,
            target,
            NamedPlaces.of(generatorView, named, target, others, setup.log(), generatorStats),
            events,
            requests,
            generatorStats);
    generation.addPart(first);
    if (second != null) {
      generation.addPart(second);
    }
    if (receiverParts.isComplete()) {
      generation.partsComplete();
    }
    Session receiverView =
        session.as(Role.RECEIVER, receiverReporter()).showing(shown).within(target.shown());
    tellFaults(target, generatorView, receiverView);
    Reception reception =
        new Reception(
            receiverView,
            in,
            setup,
            target,
            NamedPlaces.of(receiverView, named, target, others, setup.log(), receiverStats),
            new DestinationParts(reader, receiverParts, events, session.negotiated().incRecurse()),
            events,
            requests,
            receiverStats);
    setup.progress().begins(ndx -> standing(receiverParts, counts, receiverStats, ndx));
    runBoth(generation, reception);
    stats.addAll(generatorStats);
    stats.addAll(receiverStats);
    stats.bytesRead = receiverStats.bytesRead;
    stats.bytesWritten = receiverStats.bytesWritten;
    stats.fileListBuildTime = receiverStats.fileListBuildTime;
    stats.fileListTransferTime = receiverStats.fileListTransferTime;
  }

  /**
   * Whether the top of the transfer is where rsync looks for one that it has just made. With a
   * charset that is where the peer has sent it, which must be first, and no entry may have lost its
   * name, as such entries move the place. Entries that are dropped keep theirs and do not count.
   */
  private boolean beginsWithTop(FileList list) {
    if (session.charset() == null || list.count() == 0) {
      return true;
    }
    for (int i = 0; i < list.count(); i++) {
      if (list.pathLength(i) == 0) {
        return false;
      }
    }
    return list.isRoot(list.position(list.ndxStart()));
  }

  /** Both roles look at the destination, and each has its own way for messages. */
  private static void tellFaults(Destination target, Session generator, Session receiver) {
    if (!target.missing()) {
      Thread generating = Thread.currentThread();
      target
          .tree()
          .tellFaults(
              new ToldFaults(() -> Thread.currentThread() == generating ? generator : receiver));
    }
  }

  private static ProgressLine.Standing standing(
      FileListSegments parts, FileListCounts counts, TransferStats moved, int ndx) {
    FileList list = parts.require(ndx, "progress", Role.RECEIVER.text());
    int position = list.holds(ndx) ? list.position(ndx) : -1;
    return new ProgressLine.Standing(
        moved.transferredFiles,
        parts.totalAfter(list) + list.count() - position - 1,
        counts.regular + counts.directories + counts.symlinks + counts.devices + counts.specials,
        parts.isComplete(),
        moved.transferredSize,
        counts.totalSize);
  }

  private void runBoth(Generation generation, Reception reception) {
    out.flush();
    out.setRole(Role.GENERATOR);
    in.setRole(Role.RECEIVER);
    in.setIdleHook(null);
    if (requests != null) {
      in.startCounting();
    }
    companion = setup.companions().start("jrsync receiver", () -> receive(reception));
    try {
      generation.run(this::tellEarlyFailure);
    } catch (RsyncException e) {
      throw reasonFor(e);
    } finally {
      events.abandon();
      if (requests != null) {
        requests.close();
      }
    }
    stopReading();
    companion.join();
  }

  /** Where the connection broke while this thread wrote, the peer may have said why. */
  private RsyncException reasonFor(RsyncException e) {
    boolean broken = e.exitCode() == ExitCode.SOCKET_IO || e.exitCode() == ExitCode.STREAM_IO;
    if (broken && !(e instanceof PeerExitException)) {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAST_WORDS_MILLIS);
      awaitReceiver(() -> events.failure() != null || System.nanoTime() - end >= 0);
      if (events.failure() instanceof RsyncException reason) {
        return reason;
      }
    }
    return e;
  }

  /** Whether reading is the affair of the receiver's thread. */
  boolean hasReceiver() {
    return companion != null;
  }

  /**
   * Waits for the receiver's thread to leave the connection alone, or until it is time to go.
   *
   * @return whether it reads no more, or never did
   */
  boolean awaitReceiver(BooleanSupplier enough) {
    if (companion == null) {
      return true;
    }
    try {
      while (!enough.getAsBoolean()) {
        if (receiverDone.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          return true;
        }
      }
      return false;
    } catch (InterruptedException e) {
      throw RsyncException.interrupted(e);
    }
  }

  /** Nothing more of what comes is of interest. */
  void stopReading() {
    leaveUnread = true;
  }

  /**
   * Waits for the receiver's thread, and gives back what both threads held. After a failure the
   * connection must have been closed.
   */
  void finish() {
    SideSetup.Companion running = companion;
    if (running != null) {
      running.join();
    }
    AlternateDirectories others = alternates;
    if (others != null) {
      others.close();
    }
    Destination held = destination;
    if (held != null) {
      held.close();
    }
  }

  private void receive(Reception reception) {
    try {
      reception.run();
      events.put(new ReceiverEvent.Ended());
    } catch (Throwable e) {
      cleanUp(reception);
      leave(e);
    } finally {
      receiverDone.countDown();
    }
  }

  private void cleanUp(Reception reception) {
    try {
      reception.cleanUp();
    } catch (RuntimeException | Error e) {
      // The failure that led here is the one to tell.
      return;
    }
  }

  /** Nothing gets out of here: an error that a thread lets through may end the whole program. */
  private void leave(Throwable failure) {
    try {
      events.fail(failure);
      // A peer that has taken leave waits for this side to close.
      if (!(failure instanceof PeerExitException)) {
        readOn();
      }
    } catch (RuntimeException | Error e) {
      // The generator knows of the failure that led here.
      return;
    }
  }

  /**
   * The generator may wait for the peer to take what it writes, and the peer for us: takes in what
   * comes until the peer ends or this side has taken leave.
   */
  private void readOn() {
    try {
      while (!leaveUnread && in.drainMessages(DRAIN_MILLIS)) {
        // Each piece ends soon, so that the flag is looked at.
      }
    } catch (RsyncException gone) {
      return; // The peer has ended as well.
    }
  }

  /**
   * On a server the receiver's messages go to the client by way of the generator, which alone
   * writes to the connection.
   */
  private Reporter receiverReporter() {
    Reporter own = session.reporter();
    if (!session.options().server) {
      return own;
    }
    return (code, text) -> {
      if (code == MessageCode.LOG) {
        own.report(code, text);
      } else {
        events.put(new ReceiverEvent.Text(code, text));
      }
    };
  }

  private IdleHook flushBeforeRead() {
    return new IdleHook() {
      @Override
      public void beforeRead() {
        out.flush();
      }
    };
  }
}
