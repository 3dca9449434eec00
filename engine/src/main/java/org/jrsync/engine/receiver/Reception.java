package org.jrsync.engine.receiver;

import org.jrsync.engine.ItemReader;
import org.jrsync.engine.Session;
import org.jrsync.engine.SideSetup;
import org.jrsync.engine.TransferStats;
import org.jrsync.engine.batch.BatchRequests;
import org.jrsync.engine.generator.ReceiverEvent;
import org.jrsync.engine.generator.ReceiverEvents;
import org.jrsync.engine.metadata.AttributeSetter;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.compress.TokenCodec;
import org.jrsync.wire.compress.TokenReader;
import org.jspecify.annotations.Nullable;

/** The receiver role with all that it works with. */
public final class Reception {
  private static final int DONE = ItemReader.DONE;

  private final Session session;
  private final WireInput in;
  private final ReceiverEvents events;
  private final TransferStats stats;
  private final TokenReader tokens;
  private final Receiver receiver;
  private final UnfinishedFile unfinished;
  private final NamedPlaces places;

  /**
   * @param places the places that the options name, closed at the end
   * @param files the receiver's view of the file list
   * @param events the way to the generator
   * @param requests what the generator wants of a batch; null where none is read
   * @param stats this role's counts
   */
  public Reception(
      Session session,
      WireInput in,
      SideSetup setup,
      Destination destination,
      NamedPlaces places,
      ReceivedFiles files,
      ReceiverEvents events,
      @Nullable BatchRequests requests,
      TransferStats stats) {
    this.session = session;
    this.in = in;
    this.events = events;
    this.stats = stats;
    this.tokens = TokenCodec.reader(session.negotiated().compression(), in);
    AttributeSetter attributes = new AttributeSetter(session, destination.tree());
    this.places = places;
    Placement placement = new Placement(session, destination.tree(), attributes, places);
    this.unfinished = new UnfinishedFile(destination.tree(), placement);
    FileReceiver fileReceiver =
        new FileReceiver(
            session,
            destination.tree(),
            in,
            tokens,
            session.newTransferChecksum(),
            attributes,
            places,
            new BasisChoice(session, destination.tree(), places.alternates()),
            placement,
            setup,
            stats,
            unfinished);
    this.receiver =
        new Receiver(
            session,
            in,
            files,
            fileReceiver,
            events,
            setup.log(),
            stats,
            setup.progress(),
            destination.localName(),
            session.options().writing.delayUpdates()
                ? new DelayedUpdates(destination, places.partial(), placement, files, events)
                : null,
            requests == null ? null : new BatchedUpdates(session, requests, files, events));
  }

  /** Receives until the sender has said goodbye. */
  public void run() {
    try (tokens) {
      receiver.run();
      if (!session.options().server) {
        readStatistics();
      }
      events.put(new ReceiverEvent.PhaseDone());
      if (session.protocol() >= 33 && session.options().server) {
        events.put(
            new ReceiverEvent.Outgoing(MessageCode.BLOCK_STATS, littleEndian(stats.touchedBlocks)));
      }
      if (session.protocol() >= 31) {
        int ndx = new ItemReader(in, new TransferStats(), new LastItems()).next();
        if (ndx != DONE) {
          throw ProtocolException.value("Invalid packet at end of run (" + ndx + ") [receiver]");
        }
        events.put(new ReceiverEvent.PhaseDone());
      }
      close();
    }
  }

  /** A sender that serves repeats the counts of deletions that it was told. */
  private static final class LastItems extends ItemReader.NoLists {
    @Override
    public void file(int ndx) {
      throw ProtocolException.value("Invalid packet at end of run (" + ndx + ") [receiver]");
    }

    @Override
    public void deleteStats() {
      // They are this side's own counts.
    }
  }

  /** The sender's counts; what it has read is what this side has written. */
  private void readStatistics() {
    stats.bytesWritten = in.readVarlong30(3);
    stats.bytesRead = in.readVarlong30(3);
    stats.totalSize = in.readVarlong30(3);
    if (session.protocol() >= 29) {
      stats.fileListBuildTime = in.readVarlong30(3);
      stats.fileListTransferTime = in.readVarlong30(3);
    }
  }

  /** Keeps or removes what was being written when the transfer broke off. */
  public void cleanUp() {
    unfinished.settle();
    close();
  }

  private void close() {
    places.close();
  }

  private static byte[] littleEndian(long value) {
    byte[] bytes = new byte[8];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (value >>> (8 * i));
    }
    return bytes;
  }
}
