package org.jrsync.engine.report;

import org.jrsync.wire.flist.FileEntry;
import org.jspecify.annotations.Nullable;

/**
 * Shows entries as {@code --out-format} and the log format ask for. Called by the role that knows
 * what has become of an entry.
 */
public interface ItemLog {
  /** Where a line goes. */
  enum Target {
    /** To the person at the client. */
    CLIENT,
    /** To the log file. */
    LOG,
    /** To both. */
    BOTH
  }

  /**
   * Shows a file whose data is transferred.
   *
   * @param flags its item flags
   */
  void item(Target target, FileEntry entry, int flags);

  /**
   * Shows an entry that needed no data, if it is worth a line.
   *
   * @param link the file that a hard link goes to, empty when it is none
   */
  void localItem(FileEntry entry, int flags, byte[] link);

  /**
   * Shows an entry that needed no data on the side that found that out, where the protocol cannot
   * tell the other one.
   *
   * @param link the file that a hard link goes to, empty when it is none
   */
  void untoldItem(FileEntry entry, int flags, byte[] link);

  /** Shows a deletion. */
  void deleted(byte[] path, int mode);

  /**
   * Tells the path of the next entries that logs show: the sender's argument with the name below
   * it.
   *
   * @param path null where the name below the destination is meant
   */
  void fullPath(byte @Nullable [] path);

  /** Marks where counting the bytes of the next transferred file begins. */
  void transferBegins();

  /** Whether lines are shown before the data is transferred rather than after. */
  boolean beforeTransfer();

  /**
   * How strongly the output format asks for item flags: 0 not at all, 2 for unchanged entries too.
   */
  int itemizeLevel();

  /** Whether the log format asks for item flags. */
  boolean logsItemFlags();

  /** The checksum of the file that was transferred last, for formats that show it. */
  void lastChecksum(byte[] sum);
}
