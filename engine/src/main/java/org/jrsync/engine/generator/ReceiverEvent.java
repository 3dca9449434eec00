package org.jrsync.engine.generator;

import org.jrsync.wire.MessageCode;
import org.jrsync.wire.flist.FileList;

/** What the receiver tells the generator. */
public sealed interface ReceiverEvent {
  /** A file is in place. */
  record Success(int ndx) implements ReceiverEvent {}

  /** A file failed its checksum and is to be asked for once more. */
  record Redo(int ndx) implements ReceiverEvent {}

  /** A file will not come. */
  record NoSend(int ndx) implements ReceiverEvent {}

  /**
   * A further part of the file list: the content of the directory with this number.
   *
   * @param ioErrors what the sender has told of errors so far, a mask
   */
  record Segment(FileList list, int directory, int ioErrors) implements ReceiverEvent {}

  /** No further part of the file list will come. */
  record ListComplete() implements ReceiverEvent {}

  /** The sender has finished a phase. */
  record PhaseDone() implements ReceiverEvent {}

  /** A message to hand to the peer. */
  record Outgoing(MessageCode code, byte[] payload) implements ReceiverEvent {}

  /** A message for people, which the generator's side hands on. */
  record Text(MessageCode code, byte[] text) implements ReceiverEvent {}

  /** The receiver has all that the sender had to say; nothing else will come. */
  record Ended() implements ReceiverEvent {}

  /** The receiver has failed; nothing else will come. */
  record Failed(Throwable cause) implements ReceiverEvent {}
}
