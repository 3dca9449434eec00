package org.jrsync.daemon.listen;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jrsync.daemon.session.DaemonSession;

/**
 * One platform thread for each connection from accept to close. It may take an identity, since it
 * ends.
 */
public final class ThreadPerConnection implements SessionModel {

  /** Makes the session of a connection. */
  @FunctionalInterface
  public interface Sessions {
    DaemonSession of(Connection connection);
  }

  private final Sessions sessions;
  private final Consumer<String> log;
  private final Map<Long, Running> running = new ConcurrentHashMap<>();
  private volatile boolean stopped;

  private record Running(Connection connection, Thread thread) {}

  /**
   * @param log the daemon's log, for sessions that could not even begin
   */
  public ThreadPerConnection(Sessions sessions, Consumer<String> log) {
    this.sessions = sessions;
    this.log = log;
  }

  @Override
  public void start(Connection connection) {
    Thread thread =
        Thread.ofPlatform()
            .name("session " + connection.number() + " " + connection.address().getHostAddress())
            .daemon(true)
            .unstarted(() -> run(connection));
    Running entry = new Running(connection, thread);
    running.put(connection.number(), entry);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      running.remove(connection.number());
      throw new SessionRefusedException("no thread for a session", e);
    }
    if (stopped) {
      end(entry);
    }
  }

  /** Nothing gets out of here: an error that a thread lets through would end the whole program. */
  private void run(Connection connection) {
    try (DaemonSession session = sessions.of(connection)) {
      if (session.handshake()) {
        session.transfer();
      }
    } catch (Throwable e) {
      closeQuietly(connection);
      log.accept("session " + connection.number() + " could not be run: " + e);
    } finally {
      running.remove(connection.number());
    }
  }

  @Override
  public int active() {
    return running.size();
  }

  @Override
  public void stop(Duration grace) {
    stopped = true;
    long end = System.nanoTime() + grace.toNanos();
    try {
      for (Running entry : running.values()) {
        long left = end - System.nanoTime();
        if (left > 0) {
          entry.thread().join(Duration.ofNanos(left));
        }
      }
      for (Running entry : running.values()) {
        end(entry);
      }
      for (Running entry : running.values()) {
        entry.thread().join(Duration.ofSeconds(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends a session from outside: its reads and writes fail, and it cleans up after itself. */
  private static void end(Running entry) {
    closeQuietly(entry.connection());
    entry.thread().interrupt();
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.transport().close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
