package org.jrsync.engine.generator;

import org.jrsync.posix.FileMode;
import org.jrsync.posix.FileStat;
import org.jrsync.wire.flist.EntryFlags;
import org.jrsync.wire.flist.FileEntry;

/**
 * One entry while the generator works on it: what the list says, where it goes, and what is there
 * now. Used again for entry after entry.
 */
final class Candidate {
  final FileEntry entry = new FileEntry();
  final FileStat stat = new FileStat();

  /** The entry's index as the peer knows it. */
  int ndx;

  /**
   * Its place in the order of the lists, counted like indexes, which follow it unless names are
   * converted.
   */
  int rank;

  /** Where it goes, relative to the destination. */
  byte[] path = new byte[0];

  /** 0 when something exists at the path, else the error of looking. */
  int errno;

  /** The mode that it will get: the list's, adapted when modes are not preserved. */
  int mode;

  boolean exists() {
    return errno == 0;
  }

  boolean isHardLinked() {
    return entry.has(EntryFlags.HARD_LINKED);
  }

  /** Whether what exists has the same type as what is listed. */
  boolean sameType() {
    return exists() && (stat.mode() & FileMode.TYPE_MASK) == (entry.mode & FileMode.TYPE_MASK);
  }

  byte[] link() {
    return entry.linkCopy();
  }
}
