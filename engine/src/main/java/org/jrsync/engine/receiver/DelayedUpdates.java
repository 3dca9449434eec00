package org.jrsync.engine.receiver;

import java.util.BitSet;
import org.jrsync.engine.generator.ReceiverEvent;
import org.jrsync.engine.generator.ReceiverEvents;
import org.jrsync.engine.receiver.PartialDirectory.Place;
import org.jrsync.wire.flist.FileEntry;
import org.jspecify.annotations.Nullable;

/**
 * {@code --delay-updates}: files that are whole wait in the partial directory, and get their places
 * one right after the other when all have come.
 */
final class DelayedUpdates {
  private final Destination destination;
  private final @Nullable PartialDirectory partial;
  private final Placement placement;
  private final ReceivedFiles files;
  private final ReceiverEvents events;
  private final BitSet waiting = new BitSet();
  private final FileEntry entry = new FileEntry();

  DelayedUpdates(
      Destination destination,
      @Nullable PartialDirectory partial,
      Placement placement,
      ReceivedFiles files,
      ReceiverEvents events) {
    this.destination = destination;
    this.partial = partial;
    this.placement = placement;
    this.files = files;
    this.events = events;
  }

  /** The file with this index waits. */
  void add(int ndx) {
    waiting.set(ndx);
  }

  /** Gives all files their places, in the order of the list. */
  void finish() {
    for (int ndx = waiting.nextSetBit(0); ndx >= 0; ndx = waiting.nextSetBit(ndx + 1)) {
      files.get(ndx, entry);
      byte[] name = destination.localName();
      byte[] path = name != null ? name : entry.pathCopy();
      Place kept = partial == null ? null : partial.placeOf(destination.tree(), path);
      if (kept != null && placement.finishDelayed(entry, path, kept)) {
        events.put(new ReceiverEvent.Success(ndx));
      }
    }
    waiting.clear();
  }
}
