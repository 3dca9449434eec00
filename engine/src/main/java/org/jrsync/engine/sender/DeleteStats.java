package org.jrsync.engine.sender;

import org.jrsync.engine.TransferStats;
import org.jrsync.wire.WireOutput;

/** Writes the counts of deletions (docs/protocol.md, "Statistics"). */
public final class DeleteStats {
  private static final int MARK = -3;

  private DeleteStats() {}

  /** Writes them behind the index that announces them. */
  public static void write(WireOutput out, TransferStats.Counts deleted) {
    out.writeNdx(MARK);
    out.writeVarint((int) deleted.regular);
    out.writeVarint((int) deleted.directories);
    out.writeVarint((int) deleted.symlinks);
    out.writeVarint((int) deleted.devices);
    out.writeVarint((int) deleted.specials);
  }
}
