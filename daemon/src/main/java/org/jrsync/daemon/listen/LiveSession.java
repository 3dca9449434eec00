package org.jrsync.daemon.listen;

import java.util.function.Function;
import org.jrsync.daemon.access.AddressText;
import org.jrsync.daemon.session.DaemonSession;
import org.jrsync.daemon.session.ThreadUse;
import org.jspecify.annotations.Nullable;

/**
 * One connection from accept to close, as the models run it and the daemon watches it. The halves
 * are called by one thread after the other; {@link #end} may come from any.
 */
public final class LiveSession {

  /** How far a session has come. */
  public enum Phase {
    /** Greeting, module, authentication and arguments. */
    HANDSHAKE,
    /** Ready, and waiting for a thread to run the transfer. */
    QUEUED,
    /** Files are being transferred. */
    TRANSFER
  }

  private final Connection connection;
  private final Function<Connection, DaemonSession> maker;
  private final LiveSessions all;
  private @Nullable DaemonSession session;
  private volatile Phase phase = Phase.HANDSHAKE;
  private volatile boolean ended;

  LiveSession(Connection connection, Function<Connection, DaemonSession> maker, LiveSessions all) {
    this.connection = connection;
    this.maker = maker;
    this.all = all;
  }

  Connection connection() {
    return connection;
  }

  Phase phase() {
    return phase;
  }

  /**
   * Runs the first half.
   *
   * @return whether {@link #transfer} is to follow; {@link #close} in any case
   */
  boolean handshake() {
    try {
      name(AddressText.of(connection.address()));
      DaemonSession begun = maker.apply(connection);
      session = begun;
      return begun.handshake() && !ended;
    } catch (Throwable e) {
      all.failed(this, e);
      return false;
    }
  }

  /** The first half is over, and no thread there yet for the second. */
  void queued() {
    phase = Phase.QUEUED;
  }

  /** Runs the second half. */
  void transfer(ThreadUse use) {
    DaemonSession begun = session;
    if (begun == null) {
      throw new IllegalStateException("no handshake before the transfer");
    }
    phase = Phase.TRANSFER;
    try {
      name(AddressText.of(connection.address()) + " " + begun.module());
      begun.transfer(use);
    } catch (Throwable e) {
      all.failed(this, e);
    }
  }

  /** Tells the client that it cannot be served now, in place of the second half. */
  void refuse(String reason) {
    DaemonSession begun = session;
    if (begun != null) {
      begun.refuse(reason);
    }
  }

  /** Thread dumps tell who is served. */
  private void name(String whom) {
    Thread.currentThread().setName("session " + connection.number() + " " + whom);
  }

  /** Gives everything back, once. Nothing is thrown: what runs sessions goes on. */
  void close() {
    try {
      DaemonSession begun = session;
      if (begun != null) {
        begun.close();
      }
    } catch (Throwable e) {
      all.failed(this, e);
    } finally {
      connection.socket().close();
      all.remove(this);
    }
  }

  /** Runs all of it on the calling thread. */
  void run(ThreadUse use) {
    try {
      if (handshake()) {
        transfer(use);
      }
    } finally {
      close();
    }
  }

  /** Ends it from outside: its reads and writes fail, and it cleans up after itself. */
  void end() {
    ended = true;
    connection.socket().close();
  }
}
