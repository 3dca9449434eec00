package org.jrsync.engine.backup;

import org.jrsync.posix.FileStat;
import org.jrsync.wire.flist.FileEntry;

/** What is there, as an entry whose attributes a copy is to have. */
final class LocalEntry {
  private LocalEntry() {}

  static FileEntry of(FileStat stat) {
    FileEntry entry = new FileEntry();
    entry.mode = stat.mode();
    entry.size = stat.size();
    entry.mtime = stat.mtimeSeconds();
    entry.mtimeNanos = stat.mtimeNanos();
    entry.uid = stat.uid();
    entry.gid = stat.gid();
    entry.rdevMajor = stat.rdevMajor();
    entry.rdevMinor = stat.rdevMinor();
    return entry;
  }
}
