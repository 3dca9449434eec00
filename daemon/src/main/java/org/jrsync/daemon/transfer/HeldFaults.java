package org.jrsync.daemon.transfer;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jrsync.engine.tree.AttributeFaults;

/**
 * Keeps what a pool's thread finds until the thread that waits for its work tells of it: a message
 * may have to wait for the peer, which must not hold up others' work. For several threads.
 */
final class HeldFaults implements AttributeFaults {
  private final Queue<Runnable> found = new ConcurrentLinkedQueue<>();
  private volatile AttributeFaults listener = AttributeFaults.SILENT;

  /** Says who is told. */
  void listener(AttributeFaults told) {
    listener = told;
  }

  /** Tells of what was found. */
  void tell() {
    Runnable next = found.poll();
    while (next != null) {
      next.run();
      next = found.poll();
    }
  }

  @Override
  public void unreadable(byte[] path, int errno) {
    found.add(() -> listener.unreadable(path, errno));
  }

  @Override
  public byte[] shown(byte[] path) {
    return listener.shown(path);
  }
}
