package org.jrsync.engine.generator;

import org.jrsync.engine.Session;
import org.jrsync.engine.options.RemoveSource;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.FileStat;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.WireOutput;

/**
 * Tells the sender what is in place, so that it can remove the sources: {@code
 * --remove-source-files} (docs/protocol.md, "Messages").
 */
final class SettledSources {
  private final Tree tree;
  private final WireOutput out;
  private final RemoveSource removes;
  private final boolean local;
  private final FileStat stat = new FileStat();

  SettledSources(Session session, Tree tree, WireOutput out) {
    this.tree = tree;
    this.out = out;
    this.removes = session.options().dryRun ? RemoveSource.NONE : session.options().removeSource;
    this.local = session.options().localTransfer;
  }

  /** Whether anything is told at all. */
  boolean any() {
    return removes.removes();
  }

  /**
   * An entry is in place without having been sent, which leaves its source where the old way is.
   */
  void present(Candidate c) {
    if (removes == RemoveSource.PRESENT) {
      tell(c);
    }
  }

  /** An entry has been sent, or a symlink made. */
  void sent(Candidate c) {
    if (removes.removes()) {
      tell(c);
    }
  }

  private void tell(Candidate c) {
    if (!local) {
      out.messageInt(MessageCode.SUCCESS, c.ndx);
      return;
    }
    boolean known = tree.stat(c.path, stat) == 0;
    byte[] payload = new byte[20];
    put(payload, 0, c.ndx, 4);
    put(payload, 4, known ? stat.dev() : 0, 8);
    put(payload, 12, known ? stat.ino() : 0, 8);
    out.message(MessageCode.SUCCESS, payload);
  }

  private static void put(byte[] bytes, int at, long value, int length) {
    for (int i = 0; i < length; i++) {
      bytes[at + i] = (byte) (value >>> (8 * i));
    }
  }
}
