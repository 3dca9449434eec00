package org.jrsync.daemon.listen;

import java.time.Duration;

/**
 * How accepted connections become sessions: which kind of thread runs which half of one. The
 * session's own code is the same in every model.
 */
public interface SessionModel extends AutoCloseable {

  /**
   * Takes a connection over, which is closed when its session ends; also when this throws.
   *
   * @throws SessionRefusedException when no thread can be had for it
   */
  void start(Connection connection);

  /** Sessions that have not ended. */
  int active();

  /**
   * Takes no more connections, waits for those that run and ends what is left then.
   *
   * @param grace how long to wait
   */
  void stop(Duration grace);

  /** Stops without waiting. */
  @Override
  default void close() {
    stop(Duration.ZERO);
  }
}
