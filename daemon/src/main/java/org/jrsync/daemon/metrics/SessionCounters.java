package org.jrsync.daemon.metrics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts sessions for the life of a daemon. Safe for any number of threads. */
public final class SessionCounters {

  private final long begun = System.nanoTime();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder acceptFailures = new LongAdder();
  private final Map<SessionEnd, LongAdder> ended = new EnumMap<>(SessionEnd.class);
  private final Map<String, Module> modules = new ConcurrentHashMap<>();
  private final Histogram startDelay = new Histogram();
  private final Histogram handshake = new Histogram();
  private final Histogram queue = new Histogram();
  private final Histogram transfer = new Histogram();

  private static final class Module {
    final LongAdder served = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder received = new LongAdder();
  }

  public SessionCounters() {
    for (SessionEnd end : SessionEnd.values()) {
      ended.put(end, new LongAdder());
    }
  }

  /** A connection was accepted. */
  public void accepted() {
    accepted.increment();
  }

  /** The system refused to hand one over. */
  public void acceptFailed() {
    acceptFailures.increment();
  }

  /**
   * A session takes its first step.
   *
   * @param nanos since its connection was accepted
   */
  public void started(long nanos) {
    startDelay.add(nanos);
  }

  /**
   * A client has said what it wants.
   *
   * @param nanos since the first step, without waiting in queues
   */
  public void handshakeTook(long nanos) {
    handshake.add(nanos);
  }

  /** A session had to wait for its turn so many nanoseconds. */
  public void queueTook(long nanos) {
    queue.add(nanos);
  }

  /** A transfer ran for so many nanoseconds. */
  public void transferTook(long nanos) {
    transfer.add(nanos);
  }

  /** A session without a transfer is over. */
  public void ended(SessionEnd end) {
    Objects.requireNonNull(ended.get(end)).increment();
  }

  /**
   * A transfer is over, and the session with it.
   *
   * @param module the module's name, of the configuration and so of a limited number
   * @param sent bytes
   * @param received bytes
   */
  public void ended(SessionEnd end, String module, long sent, long received) {
    ended(end);
    Module of = modules.computeIfAbsent(module, name -> new Module());
    (end == SessionEnd.SERVED ? of.served : of.failed).increment();
    of.sent.add(sent);
    of.received.add(received);
  }

  /**
   * All of it, with what only the owner of the sessions can tell.
   *
   * @param phases sessions that have not ended, by phase
   * @param activeByModule those of them whose module is known
   */
  public DaemonFigures figures(
      Map<SessionPhase, Integer> phases, Map<String, Integer> activeByModule) {
    Map<SessionEnd, Long> ends = new EnumMap<>(SessionEnd.class);
    ended.forEach((end, count) -> ends.put(end, count.sum()));
    Map<String, ModuleFigures> byModule = new HashMap<>();
    activeByModule.forEach(
        (name, active) -> byModule.put(name, new ModuleFigures(active, 0, 0, 0, 0)));
    modules.forEach((name, module) ->
        byModule.put(
            name,
            new ModuleFigures(
                activeByModule.getOrDefault(name, 0),
                module.served.sum(),
                module.failed.sum(),
                module.sent.sum(),
                module.received.sum())));
    return new DaemonFigures(
        Duration.ofNanos(System.nanoTime() - begun),
        accepted.sum(),
        acceptFailures.sum(),
        phases,
        ends,
        byModule,
        startDelay.durations(),
        handshake.durations(),
        queue.durations(),
        transfer.durations());
  }
}
