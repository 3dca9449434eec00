package org.jrsync.engine.generator;

import org.jrsync.wire.flist.FileList;
import org.jspecify.annotations.Nullable;

/** Makes candidates of the file list's entries: with their place at the destination. */
final class Candidates {
  private final Parts parts;
  private final byte @Nullable [] localName;

  /**
   * @param localName the one path at the destination, where a single file is given a name of its
   *     own; null where entries keep their paths
   */
  Candidates(Parts parts, byte @Nullable [] localName) {
    this.parts = parts;
    this.localName = localName;
  }

  /** Whether there is one path at the destination only. */
  boolean renamed() {
    return localName != null;
  }

  /** Fills in the entry at a position of a part. */
  void fill(Candidate c, FileList list, int position) {
    list.get(position, c.entry);
    c.ndx = list.ndx(position);
    c.rank = list.ndxStart() + position;
    place(c);
  }

  /** The entry with this index. */
  Candidate at(int ndx) {
    Candidate c = new Candidate();
    FileList list = parts.holding(ndx).list;
    fill(c, list, list.position(ndx));
    return c;
  }

  /** The directory with this number, without an index. */
  Candidate directory(int number) {
    Candidate c = new Candidate();
    parts.directory(number, c.entry);
    place(c);
    return c;
  }

  private void place(Candidate c) {
    c.path = localName != null ? localName : c.entry.pathCopy();
  }
}
