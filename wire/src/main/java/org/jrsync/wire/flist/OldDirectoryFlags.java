package org.jrsync.wire.flist;

/**
 * Before protocol 30 a list does not say which directories have their content in it: the receiver
 * finds out from the top directories and what lies below them.
 */
final class OldDirectoryFlags {

  private final boolean recursive;
  private final boolean relative;
  private boolean below;
  private int topLength;

  OldDirectoryFlags(FileListFormat format) {
    recursive = format.recursive;
    relative = format.relative;
  }

  /** Mask of {@link EntryFlags} for a directory; called for every directory in order of arrival. */
  int flags(int xferFlags, boolean implied, EntryPath path, FileEntry entry) {
    if ((xferFlags & XferFlags.TOP_DIR) != 0) {
      if (implied) {
        return EntryFlags.IMPLIED_DIR;
      }
      below = recursive;
      topLength = EntryPath.isRoot(entry) ? 0 : path.rawLength;
      if (relative
          && topLength > 2
          && path.raw[topLength - 1] == '.'
          && path.raw[topLength - 2] == '/') {
        topLength -= 2;
      }
      return EntryFlags.TOP_DIR | EntryFlags.CONTENT_DIR;
    }
    if (!below) {
      return 0;
    }
    if (!relative
        || topLength == 0
        || (path.shared >= topLength && path.rawLength > topLength && path.raw[topLength] == '/')) {
      return EntryFlags.CONTENT_DIR;
    }
    below = false;
    return 0;
  }
}
