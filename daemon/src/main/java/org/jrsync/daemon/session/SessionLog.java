package org.jrsync.daemon.session;

import java.util.function.Consumer;
import org.jrsync.daemon.log.LogLease;
import org.jrsync.daemon.log.LogSink;

/** The log as one session writes it: its lines carry the session's number. */
public final class SessionLog implements Consumer<String> {

  private final long session;
  private final LogSink daemon;
  private volatile LogSink sink;
  private Runnable end = () -> {};

  SessionLog(long session, LogSink daemon) {
    this.session = session;
    this.daemon = daemon;
    this.sink = daemon;
  }

  /** The session's number, unique in this daemon's life. */
  public long session() {
    return session;
  }

  /** Writes a line, a text of bytes without a line end. */
  @Override
  public void accept(String text) {
    sink.line(session, text);
  }

  /** Writes a line about something that went wrong. */
  public void warn(String text) {
    sink.warning(session, text);
  }

  /** Writes a line about something that must not happen. */
  void internalError(String text) {
    sink.internalError(session, text);
  }

  /** From now on lines go to the module's own log. */
  void moveTo(LogLease moduleLog) {
    end = moduleLog.end();
    sink = moduleLog.sink();
  }

  /** Gives the module's log back; what comes after all goes to the daemon's. */
  void close() {
    sink = daemon;
    end.run();
    end = () -> {};
  }
}
