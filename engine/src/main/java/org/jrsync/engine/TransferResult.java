package org.jrsync.engine;

import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/**
 * How a side of a transfer ended.
 *
 * @param exitStatus rsync's exit status, 0 for success
 * @param stats what was counted
 * @param protocol the negotiated version, 0 if it did not come to that
 * @param role the role that ended it, as the closing line shows it
 * @param failure what ended it early, null when it ran to its end
 * @param complete whether it ran to its end, so that there is something to sum up
 */
public record TransferResult(
    int exitStatus,
    TransferStats stats,
    int protocol,
    String role,
    @Nullable RsyncException failure,
    boolean complete) {}
