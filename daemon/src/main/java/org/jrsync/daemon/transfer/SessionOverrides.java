package org.jrsync.daemon.transfer;

import org.jspecify.annotations.Nullable;

/**
 * What the daemon's command line says of all transfers, whatever their module's configuration says.
 *
 * @param bwlimit most bytes a second for any session, 0 for no limit
 * @param logFormat how entries are logged, in modules without {@code transfer logging} too; null to
 *     leave that to the modules
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares these.
public record SessionOverrides(long bwlimit, byte @Nullable [] logFormat) {

  /** A command line that says nothing. */
  public static final SessionOverrides NONE = new SessionOverrides(0, null);
}
