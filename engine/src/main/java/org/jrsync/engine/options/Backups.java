package org.jrsync.engine.options;

import org.jspecify.annotations.Nullable;

/**
 * {@code --backup} and what belongs to it.
 *
 * @param wanted whether what is replaced or deleted is kept
 * @param dir {@code --backup-dir} without leading {@code ./}; null where backups lie beside the
 *     files
 * @param suffix {@code --suffix}: what a backup's name ends in; empty only with a directory
 */
@SuppressWarnings("ArrayRecordComponent") // Arguments are bytes; two of these are never compared.
public record Backups(boolean wanted, byte @Nullable [] dir, byte[] suffix) {
  /** No backups. */
  public static final Backups NONE = new Backups(false, null, new byte[] {'~'});

  /** Whether backups lie beside the files, so that directories change with every one. */
  public boolean besideFiles() {
    return wanted && dir == null;
  }

  /** The suffix that holds where none is given. */
  static byte[] defaultSuffix(boolean hasDir) {
    return hasDir ? Bytes.EMPTY : NONE.suffix;
  }
}
