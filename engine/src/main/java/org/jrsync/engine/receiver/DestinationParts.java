package org.jrsync.engine.receiver;

import java.util.BitSet;
import java.util.OptionalInt;
import org.jrsync.engine.generator.ReceiverEvent;
import org.jrsync.engine.generator.ReceiverEvents;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.flist.FileEntry;
import org.jrsync.wire.flist.FileList;
import org.jrsync.wire.flist.FileListReader;
import org.jrsync.wire.flist.FileListSegments;

/** The receiver's side of the file list: reads further parts and passes them to the generator. */
public final class DestinationParts implements ReceivedFiles {
  private final FileListReader reader;
  private final FileListSegments segments;
  private final ReceiverEvents events;
  private final boolean incremental;
  private final BitSet received = new BitSet();

  public DestinationParts(
      FileListReader reader,
      FileListSegments segments,
      ReceiverEvents events,
      boolean incremental) {
    this.reader = reader;
    this.segments = segments;
    this.events = events;
    this.incremental = incremental;
  }

  @Override
  public void get(int ndx, FileEntry entry) {
    FileList list = segments.require(ndx, "read_ndx_and_attrs", "receiver");
    if (list.holds(ndx)) {
      int position = list.position(ndx);
      list.get(position, entry);
      refuseCleared(ndx, list.isActive(position));
      return;
    }
    int directory = list.parent();
    if (directory < 0 || directory >= segments.directories().count()) {
      throw ProtocolException.value("File-list index " + ndx + " has no directory [receiver]");
    }
    segments.directories().get(directory, entry);
    refuseCleared(ndx, segments.directories().isActive(directory));
  }

  private static void refuseCleared(int ndx, boolean active) {
    if (!active) {
      throw ProtocolException.value("rsync: refusing transfer of cleared file index " + ndx);
    }
  }

  @Override
  public boolean wasReceived(int ndx) {
    return received.get(ndx);
  }

  @Override
  public void markReceived(int ndx) {
    received.set(ndx);
  }

  @Override
  public OptionalInt lastOfPart(int ndx) {
    return segments.lastIndexAt(ndx);
  }

  @Override
  public boolean finishFirst() {
    if (!incremental || segments.isEmpty()) {
      return false;
    }
    segments.removeFirst();
    return !segments.isEmpty();
  }

  @Override
  public void readSegment(int directory) {
    if (!incremental) {
      throw ProtocolException.value("Invalid dir index: " + directory + " [receiver]");
    }
    FileList list = reader.readSegment(directory);
    events.put(new ReceiverEvent.Segment(list, directory, reader.ioErrors()));
  }

  @Override
  public void complete() {
    if (!incremental) {
      throw ProtocolException.value("Invalid file index: -2 (-1 - -1) [receiver]");
    }
    segments.markComplete();
    events.put(new ReceiverEvent.ListComplete());
  }
}
