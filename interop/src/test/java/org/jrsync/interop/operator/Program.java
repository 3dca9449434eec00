package org.jrsync.interop.operator;

import java.nio.file.Path;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.peer.Peers;

/** Whose program runs: each does what the same test expects. */
enum Program {
  OURS,
  THEIRS;

  /** Where it is; a test that needs rsync's is skipped where there is none. */
  Path binary() {
    return this == OURS ? Jrsync.binary() : Peers.NEWEST.orSkip().binary();
  }
}
