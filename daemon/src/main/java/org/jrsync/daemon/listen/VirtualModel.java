package org.jrsync.daemon.listen;

import org.jrsync.daemon.session.ThreadUse;
import org.jrsync.posix.SocketHandle;

/**
 * {@code listener = virtual}: one virtual thread for each connection from accept to close. Its file
 * work is done by its module's own threads.
 */
public final class VirtualModel implements SessionModel {

  public VirtualModel() {
    SocketHandle.prepareForVirtualThreads();
  }

  @Override
  public void start(LiveSession session) {
    try {
      Thread.ofVirtual()
          .name("session " + session.connection().number())
          .start(() -> session.run(ThreadUse.VIRTUAL));
    } catch (OutOfMemoryError e) {
      throw new SessionRefusedException(e);
    }
  }

  @Override
  public void close() {}
}
