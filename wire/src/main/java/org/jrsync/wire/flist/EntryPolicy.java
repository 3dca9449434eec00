package org.jrsync.wire.flist;

import org.jrsync.wire.RsyncException;

/** What the receiving side makes of an entry before it takes it into its list. */
public interface EntryPolicy {

  /** Takes everything as it is. */
  EntryPolicy NONE = new EntryPolicy() {};

  /** The mode to record for a mode on the wire; called for everything but symbolic links. */
  default int adjustMode(int mode) {
    return mode;
  }

  /**
   * Changes the target of a symbolic link in place.
   *
   * @param depth how many directories of the list the link lies in
   * @return the new length, at most {@code length}
   */
  default int adjustLink(byte[] target, int length, int depth) {
    return length;
  }

  /**
   * Refuses a name that was not asked for. Not called for the transfer's root.
   *
   * @throws RsyncException to end the transfer
   */
  default void check(byte[] path, int length, boolean directory) {}

  /** Whether the directory is only expected as a parent of something that was asked for. */
  default boolean isImpliedParent(byte[] path, int length) {
    return false;
  }
}
