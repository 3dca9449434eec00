package org.jrsync.daemon.listen;

import org.jrsync.daemon.session.ThreadUse;

/** {@code listener = threads}: one platform thread for each connection from accept to close. */
public final class ThreadModel implements SessionModel {

  @Override
  public void start(LiveSession session) {
    try {
      Thread.ofPlatform()
          .name("session " + session.connection().number())
          .daemon(true)
          .start(() -> session.run(ThreadUse.OWN));
    } catch (OutOfMemoryError e) {
      throw new SessionRefusedException(e);
    }
  }

  @Override
  public void close() {}
}
