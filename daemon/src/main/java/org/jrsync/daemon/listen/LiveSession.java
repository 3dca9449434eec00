package org.jrsync.daemon.listen;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jrsync.daemon.metrics.SessionCounters;
import org.jrsync.daemon.metrics.SessionEnd;
import org.jrsync.daemon.metrics.SessionPhase;
import org.jrsync.daemon.session.DaemonSession;
import org.jrsync.daemon.session.ThreadUse;
import org.jrsync.daemon.session.TransferResult;
import org.jrsync.posix.AddressText;
import org.jrsync.posix.IdleThread;
import org.jspecify.annotations.Nullable;

/**
 * One connection from accept to close, as the models run it and the daemon watches it. The halves
 * are called by one thread after the other; {@link #end} may come from any.
 */
public final class LiveSession {

  /** Who has the connection to serve or to get rid of. */
  private enum Owner {
    NOBODY,
    THREAD,
    ACCEPTOR
  }

  private final Connection connection;
  private final Function<Connection, DaemonSession> maker;
  private final LiveSessions all;
  private final long accepted = System.nanoTime();
  private volatile @Nullable DaemonSession session;
  private volatile SessionPhase phase = SessionPhase.HANDSHAKE;
  private volatile SessionEnd end = SessionEnd.LEFT;
  private long queuedSince;
  private volatile boolean ended;

  /** Who is served, which is not who is connected where a proxy stands between. */
  private volatile InetAddress host;

  /** Set by whoever comes first: the thread that runs it, or the one that found none for it. */
  private final AtomicReference<Owner> owner = new AtomicReference<>(Owner.NOBODY);

  LiveSession(Connection connection, Function<Connection, DaemonSession> maker, LiveSessions all) {
    this.connection = connection;
    this.host = connection.address();
    this.maker = maker;
    this.all = all;
  }

  Connection connection() {
    return connection;
  }

  /** The client's address, as far as it is known. */
  InetAddress host() {
    return host;
  }

  void setHost(InetAddress client) {
    host = client;
  }

  /** Whether the client has had the daemon's greeting. */
  boolean isGreeted() {
    DaemonSession begun = session;
    return begun != null && begun.isGreeted();
  }

  SessionPhase phase() {
    DaemonSession begun = session;
    return begun != null && begun.isQueued() ? SessionPhase.QUEUED : phase;
  }

  /** The module that is transferred, or is to be; empty before that is known. */
  String module() {
    DaemonSession begun = session;
    return begun == null ? "" : begun.module();
  }

  /**
   * Greets the client, without waiting for it or anything else: it need not wait for its thread.
   *
   * @return whether the session is to go on; it has been closed otherwise
   */
  boolean greet() {
    boolean greeted = false;
    try {
      DaemonSession begun = maker.apply(connection);
      session = begun;
      greeted = begun.greet();
    } catch (Throwable e) {
      failed(e);
    } finally {
      if (!greeted) {
        close();
      }
    }
    return greeted;
  }

  /**
   * Runs the rest of the first half, after {@link #greet}.
   *
   * @return whether {@link #transfer} is to follow; {@link #close} in any case
   */
  boolean handshake() {
    if (!owner.compareAndSet(Owner.NOBODY, Owner.THREAD)) {
      return false;
    }
    long first = System.nanoTime();
    all.counters().started(first - accepted);
    try {
      name(AddressText.of(host));
      DaemonSession begun = session;
      if (begun == null) {
        throw new IllegalStateException("nobody was greeted");
      }
      boolean ready = begun.welcome();
      if (ready) {
        // Waiting here and not within costs a session less of a stack.
        awaitClient(begun.patienceMillis());
        ready = begun.handshake();
      }
      long waited = begun.queuedNanos();
      if (waited > 0) {
        all.counters().queueTook(waited);
      }
      if (ready) {
        all.counters().handshakeTook(System.nanoTime() - first - waited);
      }
      return ready && !ended;
    } catch (Throwable e) {
      failed(e);
      return false;
    }
  }

  /** Waits for the client's first word; the handshake itself tells when it comes too late. */
  private void awaitClient(long millis) {
    IdleThread.trim();
    try {
      connection.socket().awaitReadable(millis);
    } catch (IOException e) {
      // Its first read tells.
      return;
    }
  }

  /** The first half is over, and no thread there yet for the second. */
  void queued() {
    queuedSince = System.nanoTime();
    phase = SessionPhase.QUEUED;
  }

  /** Runs the second half. */
  void transfer(ThreadUse use) {
    DaemonSession begun = session;
    if (begun == null) {
      throw new IllegalStateException("no handshake before the transfer");
    }
    TransferGate.Pass pass = all.gate().tryEnter(begun.module());
    if (pass == null) {
      if (phase != SessionPhase.QUEUED) {
        queued();
      }
      pass = all.gate().enter(begun.module(), AddressText.of(host));
    }
    try {
      if (!ended) {
        transfer(begun, use);
      }
    } finally {
      pass.leave();
    }
  }

  private void transfer(DaemonSession begun, ThreadUse use) {
    long start = System.nanoTime();
    if (phase == SessionPhase.QUEUED) {
      all.counters().queueTook(start - queuedSince);
    }
    phase = SessionPhase.TRANSFER;
    try {
      name(AddressText.of(host) + " " + begun.module());
      begun.transfer(use);
    } catch (Throwable e) {
      failed(e);
    } finally {
      all.counters().transferTook(System.nanoTime() - start);
    }
  }

  /** Tells the client that it cannot be served now, in place of the second half. */
  void refuse(String reason) {
    DaemonSession begun = session;
    if (begun != null) {
      begun.refuse(reason);
    }
  }

  /**
   * The system gave no thread for it, and its connection becomes the caller's. A virtual thread
   * whose start has failed may run all the same: it finds nothing to do.
   *
   * @return false when such a thread was faster, and serves it
   */
  boolean leaveWithoutThread() {
    if (!owner.compareAndSet(Owner.NOBODY, Owner.ACCEPTOR)) {
      return false;
    }
    end = SessionEnd.NO_THREAD;
    all.remove(this);
    return true;
  }

  private void failed(Throwable e) {
    end = SessionEnd.FAILED;
    all.failed(this, e);
  }

  /** Tells the counters how it ended. */
  void count(SessionCounters counters) {
    DaemonSession begun = session;
    SessionEnd last = begun == null || end != SessionEnd.LEFT ? end : begun.end();
    TransferResult result = begun == null ? null : begun.result();
    if (phase == SessionPhase.TRANSFER) {
      counters.ended(
          last,
          module(),
          result == null ? 0 : result.sent(),
          result == null ? 0 : result.received());
    } else {
      counters.ended(last);
    }
  }

  /** Thread dumps tell who is served. */
  private void name(String whom) {
    Thread.currentThread().setName("session " + connection.number() + " " + whom);
  }

  /** Gives everything back, once. Nothing is thrown: what runs sessions goes on. */
  void close() {
    if (owner.get() == Owner.ACCEPTOR) {
      return;
    }
    try {
      DaemonSession begun = session;
      if (begun != null) {
        begun.close();
      }
    } catch (Throwable e) {
      failed(e);
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
