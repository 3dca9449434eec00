package org.jrsync.engine.scan;

import org.jrsync.wire.MessageCode;

/** Where the building of a list tells of what went wrong. */
public interface ScanLog {

  /** Takes one message, as bytes with its line end. */
  void report(MessageCode code, byte[] text);

  /** Adds bits to the side's I/O errors: 1 general, 2 vanished. */
  void addIoError(int bits);

  /** The side's I/O errors so far. */
  int ioErrors();
}
