package org.jrsync.engine.receiver;

import java.util.OptionalInt;
import org.jrsync.wire.flist.FileEntry;

/** The receiver's view of the parts of the file list that are being worked on. */
public interface ReceivedFiles {
  /**
   * Finds an entry.
   *
   * @param ndx its index
   * @param entry filled with what the list says
   * @throws org.jrsync.wire.ProtocolException when no known part holds it
   */
  void get(int ndx, FileEntry entry);

  /** Whether the entry's data has come once already, in which case this is the second attempt. */
  boolean wasReceived(int ndx);

  /** Remembers that the entry's data came and failed verification. */
  void markReceived(int ndx);

  /**
   * The last index of the part that an entry belongs to, or of the oldest one in use where none has
   * it, which is one less than its first where it is empty; none when none is in use.
   */
  OptionalInt lastOfPart(int ndx);

  /**
   * Finishes the oldest part of the list, if parts are finished one by one.
   *
   * @return whether the phase goes on
   */
  boolean finishFirst();

  /** Reads a further part of the list and passes it on. */
  void readSegment(int directory);

  /** No further part will come. */
  void complete();
}
