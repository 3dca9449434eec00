package org.jrsync.daemon.listen;

import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jrsync.daemon.metrics.DaemonFigures;
import org.jrsync.daemon.metrics.DaemonMetrics;
import org.jrsync.daemon.metrics.SessionCounters;
import org.jrsync.daemon.metrics.SessionPhase;
import org.jrsync.daemon.session.DaemonSession;
import org.jrsync.posix.AddressText;

/** The sessions that have begun and not ended. */
public final class LiveSessions implements DaemonMetrics {

  private final Function<Connection, DaemonSession> maker;
  private final Consumer<String> log;
  private final Map<Long, LiveSession> live = new ConcurrentHashMap<>();
  private final ConcurrentMap<InetAddress, Integer> byHost = new ConcurrentHashMap<>();
  private final Object changed = new Object();
  private final SessionCounters counters = new SessionCounters();
  private final TransferGate gate;
  private volatile boolean closed;

  /**
   * @param transfers how many of them may run a transfer at once
   * @param severalModules whether one module may not have all of these
   * @param log the daemon's log, for what a session could not log itself
   */
  public LiveSessions(
      Function<Connection, DaemonSession> maker,
      int transfers,
      BooleanSupplier severalModules,
      Consumer<String> log) {
    this.gate = new TransferGate(transfers, severalModules, log);
    this.maker = maker;
    this.log = log;
  }

  TransferGate gate() {
    return gate;
  }

  /** What has been counted since the start. */
  SessionCounters counters() {
    return counters;
  }

  /** Counts a connection in. */
  LiveSession add(Connection connection) {
    counters.accepted();
    LiveSession session = new LiveSession(connection, maker, this);
    byHost.merge(connection.address(), 1, Integer::sum);
    live.put(connection.number(), session);
    if (closed) {
      session.end();
    }
    return session;
  }

  /** Counts it out; the second time does nothing. */
  void remove(LiveSession session) {
    Connection connection = session.connection();
    if (live.remove(connection.number(), session)) {
      leave(session.host());
      try {
        session.count(counters);
      } finally {
        synchronized (changed) {
          changed.notifyAll();
        }
      }
    }
  }

  /** From now on, a connection counts as one of the client that was found behind a proxy. */
  public void moved(Connection connection, InetAddress client) {
    LiveSession session = live.get(connection.number());
    if (session != null && !session.host().equals(client)) {
      leave(session.host());
      session.setHost(client);
      byHost.merge(client, 1, Integer::sum);
    }
  }

  private void leave(InetAddress host) {
    byHost.computeIfPresent(host, (address, count) -> count == 1 ? null : count - 1);
  }

  /** How many there are. */
  public int active() {
    return live.size();
  }

  @Override
  public DaemonFigures figures() {
    Map<SessionPhase, Integer> phases = new EnumMap<>(SessionPhase.class);
    Map<String, Integer> modules = new HashMap<>();
    for (LiveSession session : live.values()) {
      phases.merge(session.phase(), 1, Integer::sum);
      String module = session.module();
      if (!module.isEmpty()) {
        modules.merge(module, 1, Integer::sum);
      }
    }
    return counters.figures(phases, modules);
  }

  /** How many of them are of one host. */
  public int activeOf(InetAddress address) {
    return byHost.getOrDefault(address, 0);
  }

  void failed(LiveSession session, Throwable failure) {
    try {
      log.accept(
          "session "
              + session.connection().number()
              + " of "
              + AddressText.of(session.host())
              + " could not be run: "
              + failure);
    } catch (Throwable e) {
      // As without memory: the session ends all the same.
      return;
    }
  }

  /** Ends those that transfer nothing yet, now and from now on. */
  public void endHandshakes() {
    closed = true;
    for (LiveSession session : live.values()) {
      if (session.phase() != SessionPhase.TRANSFER) {
        session.end();
      }
    }
    gate.open();
  }

  /** Ends all. */
  public void endAll() {
    closed = true;
    live.values().forEach(LiveSession::end);
  }

  /** Waits until the number of sessions falls below a limit, or the time is over. */
  void awaitBelow(int limit, Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    synchronized (changed) {
      while (live.size() >= limit) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return;
        }
        changed.wait(left);
      }
    }
  }

  /**
   * Waits until all have ended.
   *
   * @return whether they have; false when the time is over
   */
  public boolean awaitNone(Duration time) throws InterruptedException {
    awaitBelow(1, time);
    return live.isEmpty();
  }
}
