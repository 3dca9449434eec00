package org.jrsync.daemon.listen;

/**
 * How accepted connections become sessions: which kind of thread runs which half of one. The
 * session's own code is the same in every model.
 */
public interface SessionModel extends AutoCloseable {

  /**
   * Runs a session that was greeted to its end, on other threads than the caller's.
   *
   * @throws SessionRefusedException when no thread can be had for it; the session stays the
   *     caller's
   */
  void start(LiveSession session);

  /** Gives back the threads that the model keeps, once there are no sessions any more. */
  @Override
  void close();
}
