package org.jrsync.engine.generator;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.flist.FileEntry;
import org.jrsync.wire.flist.FileList;
import org.jrsync.wire.flist.FileListSegments;

/** The generator's account of the parts of the file list that are not finished. */
final class Parts {
  /** One part with what is still open in it. */
  static final class Part {
    final FileList list;

    /** Number of the first directory in the part, among all directories. */
    final int firstDirectory;

    /** What the sender had told of errors when it came, a mask. */
    final int ioErrors;

    /** Entries whose data or hard link is still to come. */
    int inProgress;

    /** Entries to ask for once more. */
    int toRedo;

    Part(FileList list, int firstDirectory, int ioErrors) {
      this.list = list;
      this.firstDirectory = firstDirectory;
      this.ioErrors = ioErrors;
    }
  }

  private final FileListSegments segments;
  private final ArrayDeque<Part> open = new ArrayDeque<>();
  private final ArrayDeque<Part> upcoming = new ArrayDeque<>();

  /** Those whose errors have not been asked for yet: the last of the upcoming ones. */
  private final ArrayDeque<Part> unheard = new ArrayDeque<>();

  /** Entries in the open parts that are not among these. */
  private long heard;

  Parts(FileListSegments segments) {
    this.segments = segments;
  }

  /**
   * Adds a part as it was received.
   *
   * @param ioErrors what the sender had told of errors by then, a mask
   */
  void add(FileList list, int ioErrors) {
    Part part = new Part(list, segments.directories().count(), ioErrors);
    segments.add(list);
    open.addLast(part);
    upcoming.addLast(part);
    unheard.addLast(part);
  }

  /** No further part will come. */
  void complete() {
    segments.markComplete();
  }

  boolean isComplete() {
    return segments.isComplete();
  }

  /** Whether a part has come that was not yet taken. */
  boolean hasNext() {
    return !upcoming.isEmpty();
  }

  /** How many parts have come that were not yet taken. */
  int upcoming() {
    return upcoming.size();
  }

  /** Takes the next part to work on. */
  Part next() {
    Part part = upcoming.pollFirst();
    if (part == null) {
      throw new NoSuchElementException("no part of the file list");
    }
    if (unheard.peekFirst() == part) {
      int _ = hear();
    }
    return part;
  }

  /** Whether all parts are finished. */
  boolean isEmpty() {
    return open.isEmpty();
  }

  /** The oldest part that is not finished. */
  Part first() {
    return open.getFirst();
  }

  /** Takes the oldest part out of the account and gives its memory back. */
  void finishFirst() {
    heard -= open.removeFirst().list.count();
    segments.removeFirst().release();
  }

  /** Entries in the parts that are not finished. */
  long total() {
    return segments.total();
  }

  /**
   * What the sender had told of errors with the parts that hold the first so many entries, as far
   * as that was not asked for before.
   */
  int ioErrorsWithin(long entries) {
    int errors = 0;
    while (!unheard.isEmpty() && heard < entries) {
      errors |= hear();
    }
    return errors;
  }

  private int hear() {
    Part part = unheard.removeFirst();
    heard += part.list.count();
    return part.ioErrors;
  }

  /** The part that holds an index. */
  Part holding(int ndx) {
    // Answers come for old parts: the first few are the ones asked for.
    Iterator<Part> parts = open.iterator();
    while (parts.hasNext()) {
      Part part = parts.next();
      if (part.list.holds(ndx)) {
        return part;
      }
    }
    throw ProtocolException.value("File-list index " + ndx + " is not known [generator]");
  }

  /** Fills in the directory with this number. */
  void directory(int number, FileEntry entry) {
    segments.directories().get(number, entry);
  }

  /** Directories seen so far. */
  int directoryCount() {
    return segments.directories().count();
  }

  /** Gives the memory of all parts back. */
  void release() {
    segments.release();
  }
}
