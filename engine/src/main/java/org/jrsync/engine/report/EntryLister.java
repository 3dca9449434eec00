package org.jrsync.engine.report;

import org.jrsync.wire.flist.FileEntry;

/** Shows an entry as {@code --list-only} does. */
@FunctionalInterface
public interface EntryLister {
  /** Shows one entry. */
  void list(FileEntry entry);
}
