package org.jrsync.engine.scan;

import org.jrsync.wire.MessageCode;

/** Where the building of a list tells of what went wrong. */
public interface ScanLog {

  /** Takes one message, as bytes with its line end. */
  void report(MessageCode code, byte[] text);

  /** A list that is sent as a whole begins. */
  default void listBegins() {}

  /** The list has got this long; told of every hundredth entry, from 0 on. */
  default void listGrows(int entries) {}

  /** The list is complete. */
  default void listEnds() {}

  /** Adds bits to the side's I/O errors: 1 general, 2 vanished. */
  void addIoError(int bits);

  /** The side's I/O errors so far. */
  int ioErrors();
}
