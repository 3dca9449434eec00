package org.jrsync.daemon.session;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jrsync.daemon.hook.ModuleHooks;
import org.jrsync.daemon.metrics.SessionEnd;
import org.jrsync.posix.AddressText;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.Transport;
import org.jspecify.annotations.Nullable;

/**
 * One client's session in its two halves, {@link #handshake} and {@link #transfer}. Neither lets
 * anything out that is thrown inside: it ends this session, with one line in the log.
 */
public final class DaemonSession implements AutoCloseable {

  /** How long a client that was refused may take to read why, in milliseconds. */
  private static final long FAREWELL_MILLIS = 1_000;

  /** Bytes that such a client may still send in that time. */
  private static final int FAREWELL_BYTES = 64 * 1024;

  private final SessionServices services;
  private final SessionObserver observer;
  private Transport connection;
  private volatile InetAddress address;
  private Consumer<InetAddress> whenKnown = known -> {};
  private final SessionLog log;
  private Handshake.@Nullable TurnedAway turnedAway;
  private @Nullable Handshake handshake;
  private volatile @Nullable ReadySession ready;
  private volatile @Nullable TransferResult result;
  private final SessionProgress progress = new SessionProgress();
  private @Nullable Supplier<SSLEngine> engines;
  private boolean farewell;
  private boolean greeted;
  private boolean closed;

  /**
   * @param number unique among the daemon's sessions
   * @param address of the other end, which is the client's unless a proxy says another
   */
  public DaemonSession(
      SessionServices services,
      SessionObserver observer,
      long number,
      InetAddress address,
      Transport connection) {
    this.services = services;
    this.observer = observer;
    this.connection = connection;
    this.address = address;
    this.log = new SessionLog(number, services.logs().of(services.config().get().defaults()));
  }

  /**
   * Whatever the client asks for, it will be refused.
   *
   * @param end as what the session is counted
   * @param logged the line of the log
   * @param answer what the client is told after {@code @ERROR: }
   * @param atOnce whether not to wait until it has said what it wants
   */
  public void turnAway(SessionEnd end, String logged, String answer, boolean atOnce) {
    turnedAway = new Handshake.TurnedAway(end, logged, answer, atOnce);
  }

  /**
   * Sets who is told the client's own address, once: within {@link #greet}, or after that where a
   * proxy gives it. {@link #turnAway} may be called then.
   */
  public void whenKnown(Consumer<InetAddress> observer) {
    whenKnown = observer;
  }

  /**
   * The client speaks TLS from its first byte on, or from behind a proxy's word. Before all else.
   */
  public void speakTls(Supplier<SSLEngine> source) {
    engines = source;
  }

  private void known(InetAddress client) {
    address = client;
    whenKnown.accept(client);
  }

  /** The client's address, as far as that is known. */
  public InetAddress address() {
    return address;
  }

  /** Whether the client has had the daemon's greeting. */
  public boolean isGreeted() {
    return greeted;
  }

  /**
   * Begins the first half: the daemon's greeting. On a new connection this never waits for the
   * client, nor for anything else.
   *
   * @return whether {@link #welcome} is to follow
   */
  public boolean greet() {
    return step(() -> {
      HandshakeChannel channel = new HandshakeChannel(connection, engines);
      connection = channel;
      Handshake begun =
          new Handshake(
              services,
              services.config().get(),
              channel,
              address,
              this::known,
              log,
              () -> turnedAway,
              progress);
      handshake = begun;
      greeted = begun.greet();
      return true;
    });
  }

  /**
   * Finds out who was greeted, and what that client is to be told first.
   *
   * @return whether {@link #handshake} is to follow
   */
  public boolean welcome() {
    Handshake begun = handshake;
    if (begun == null) {
      throw new IllegalStateException("nobody was greeted");
    }
    return step(begun::welcome);
  }

  /** How long the client may take for its first word, in milliseconds; -1 for ever. */
  public long patienceMillis() {
    Handshake begun = handshake;
    return begun == null ? -1 : begun.patienceMillis();
  }

  /**
   * The rest of the first half, or all of it where nothing was said yet.
   *
   * @return whether a transfer is to follow
   */
  public boolean handshake() {
    return step(() -> {
      Handshake begun = handshake;
      if (begun == null) {
        return greet() && welcome() && handshake();
      }
      ready = begun.run();
      handshake = null;
      farewell = ready == null;
      return ready != null;
    });
  }

  /** A part of the first half. */
  private interface Step {
    boolean run() throws IOException;
  }

  private boolean step(Step step) {
    try {
      return step.run();
    } catch (SSLException e) {
      progress.endsAs(SessionEnd.TLS);
      log.warn("TLS with " + AddressText.of(address) + " failed: " + TlsClients.reason(e));
      return false;
    } catch (IOException e) {
      // The client has gone, which is its right.
      return false;
    } catch (HandshakeTimeoutException e) {
      progress.endsAs(SessionEnd.HANDSHAKE_TIMEOUT);
      log.accept("handshake timeout reached by " + AddressText.of(address));
      tell(e);
      return false;
    } catch (RsyncException e) {
      progress.endsAs(e instanceof ArgumentLimitException ? SessionEnd.LIMIT : SessionEnd.PROTOCOL);
      tell(e);
      return false;
    } catch (Throwable e) {
      failed(e);
      return false;
    }
  }

  private void tell(RsyncException e) {
    // An answer that the client has had needs no second telling.
    if (!e.getMessage().startsWith("@ERROR")) {
      log.warn(e.getMessage());
    }
    log.warn("rsync error: " + e.exitCode().description() + " (code " + e.exitStatus() + ")");
  }

  /** The module of the second half; empty before that is known. */
  public String module() {
    ReadySession session = ready;
    return session == null ? "" : session.request().module().name();
  }

  /** How it ends, as far as that is decided. */
  public SessionEnd end() {
    TransferResult ended = result;
    return ended != null && ended.exitStatus() == 0 ? SessionEnd.SERVED : progress.end();
  }

  /** How its transfer ended; null as long as it has not, and where there was none. */
  public @Nullable TransferResult result() {
    return result;
  }

  /** Whether it waits for a place in its module. */
  public boolean isQueued() {
    return progress.isQueued();
  }

  /** How long it has waited for that, in nanoseconds; for the session's own thread. */
  public long queuedNanos() {
    return progress.queuedNanos();
  }

  /** The second half. */
  public void transfer(ThreadUse use) {
    ReadySession session = ready;
    if (session == null) {
      throw new IllegalStateException("no transfer was agreed on");
    }
    progress.endsAs(SessionEnd.FAILED);
    try {
      result = session.transfer(use);
    } catch (Throwable e) {
      failed(e);
    }
  }

  /** In place of the second half: tells a client that was let in that it is not served now. */
  public void refuse(String reason) {
    ReadySession session = ready;
    if (session != null) {
      progress.endsAs(SessionEnd.WORKERS_BUSY);
      try {
        result = session.refuse(reason);
      } catch (Throwable e) {
        failed(e);
      }
    }
  }

  private void failed(Throwable e) {
    progress.endsAs(SessionEnd.FAILED);
    StackTraceElement[] trace = e.getStackTrace();
    log.internalError(
        "session of "
            + AddressText.of(address)
            + " ended by an internal error: "
            + e
            + (trace.length == 0 ? "" : " at " + trace[0]));
  }

  /** Gives everything back that the session holds; the second time does nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    ReadySession held = ready;
    try {
      if (farewell) {
        letRead();
      }
    } catch (IOException e) {
      // The client has gone by itself.
    } finally {
      endAll(held);
      observer.ended(AddressText.of(address), held == null ? null : held.request(), result);
      log.close();
    }
  }

  /**
   * The slot first: a client that sees its connection end may come again at once. What is still to
   * run for this one keeps the slot, but not the client.
   */
  private void endAll(@Nullable ReadySession held) {
    ModuleHooks hooks = progress.hooks();
    boolean more = hooks != null && hooks.runsAfterwards();
    if (held != null && !more) {
      held.close();
    }
    closeQuietly();
    if (hooks != null) {
      TransferResult ended = result;
      int unfinished = held == null ? ModuleHooks.NO_TRANSFER : ExitCode.STREAM_IO.code();
      hooks.end(ended == null ? unfinished : ended.exitStatus(), log);
    }
    if (held != null && more) {
      held.close();
    }
  }

  private void closeQuietly() {
    try {
      connection.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  /**
   * Closing at once, with input unread, would reset the connection and take the last line with it.
   */
  private void letRead() throws IOException {
    connection.shutdownOutput();
    byte[] sink = new byte[1024];
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FAREWELL_MILLIS);
    int taken = 0;
    while (taken < FAREWELL_BYTES) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return;
      }
      int n = connection.read(sink, 0, sink.length, left);
      if (n <= 0) {
        return;
      }
      taken += n;
    }
  }
}
