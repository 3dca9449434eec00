package org.jrsync.wire.flist;

import java.util.Arrays;
import org.jrsync.wire.WireInput;

/**
 * Reading of entries' paths: sharing with the path before, and refusal of those that could lead
 * elsewhere.
 */
final class EntryPath {

  final byte[] raw = new byte[FileEntry.MAX_PATH + 1];
  int rawLength;

  /** How many bytes the latest name shares with the one before it. */
  int shared;

  /** Reads the name that starts an entry. */
  void read(WireInput in, int flags, FileEntry entry) {
    shared = (flags & XferFlags.SAME_NAME) != 0 ? in.readByte() : 0;
    int rest = (flags & XferFlags.LONG_NAME) != 0 ? in.readVarint30() : in.readByte();
    if (rest < 0 || rest > FileEntry.MAX_PATH - shared) {
      throw FileListErrors.overflow("name", shared + (rest & 0xFFFF_FFFFL), FileEntry.MAX_PATH);
    }
    if (shared > rawLength) {
      throw FileListErrors.protocol("name shares " + shared + " bytes with one of " + rawLength);
    }
    in.readFully(raw, shared, rest);
    rawLength = shared + rest;
    entry.setPath(raw, 0, rawLength);
  }

  /** Brings the path into its shortest form and refuses what is no path below the root. */
  void clean(FileEntry entry, boolean relative) {
    byte[] path = entry.path;
    int length = entry.pathLength;
    if (length == 0) {
      throw FileListErrors.refused("ABORTING due to unsafe pathname from sender: empty name");
    }
    int from = 0;
    int to = 0;
    if (path[0] == '/') {
      if (!relative) {
        throw unsafe(entry);
      }
      to = 1;
      from = 1;
    }
    while (from < length) {
      int end = from;
      while (end < length && path[end] != '/') {
        if (path[end] == 0) {
          throw unsafe(entry);
        }
        end++;
      }
      int part = end - from;
      if (part == 2 && path[from] == '.' && path[from + 1] == '.') {
        throw unsafe(entry);
      }
      boolean inner = end < length;
      if (part > 0 && !(inner && part == 1 && path[from] == '.')) {
        System.arraycopy(path, from, path, to, part);
        to += part;
        if (inner) {
          path[to++] = '/';
        }
      }
      from = end + 1;
    }
    if (to > 1 && path[to - 1] == '/') {
      to--;
    }
    if (to == 0) {
      path[to++] = '.';
    }
    if (path[to - 1] == '/') {
      throw unsafe(entry);
    }
    entry.pathLength = to;
  }

  private static RuntimeException unsafe(FileEntry entry) {
    return FileListErrors.refused(
        "ABORTING due to unsafe pathname from sender: "
            + FileListErrors.show(entry.path, 0, entry.pathLength));
  }

  /** Whether the path is the transfer's root, {@code .} or {@code /.}. */
  static boolean isRoot(FileEntry entry) {
    byte[] path = entry.path;
    return (entry.pathLength == 1 && path[0] == '.')
        || (entry.pathLength == 2 && path[0] == '/' && path[1] == '.');
  }

  /** Refuses an entry that does not lie directly in the directory whose content is being read. */
  void requireParent(FileEntry entry, byte[] parent, boolean relative) {
    byte[] path = entry.path;
    int base = entry.pathLength;
    while (base > 0 && path[base - 1] != '/') {
      base--;
    }
    int start = relative && base > 0 && path[0] == '/' ? 1 : 0;
    int end = Math.max(start, base - 1);
    if (!Arrays.equals(path, start, end, parent, 0, parent.length)) {
      throw FileListErrors.refused(
          "ABORTING due to invalid path from sender: "
              + (entry.pathLength == 0 ? "/" : FileListErrors.show(path, 0, entry.pathLength)));
    }
  }
}
