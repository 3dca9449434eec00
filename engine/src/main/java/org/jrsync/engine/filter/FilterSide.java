package org.jrsync.engine.filter;

/** Which end of the transfer asks about a name. */
public enum FilterSide {
  /** The end that reads the source: hiding rules keep a name out of the file list. */
  SENDER(1),
  /** The end that writes the destination: protecting rules keep a name from being deleted. */
  RECEIVER(2),
  /** Every rule counts; for lists that hold only rules meant for this process. */
  EITHER(3);

  final int mask;

  FilterSide(int mask) {
    this.mask = mask;
  }
}
