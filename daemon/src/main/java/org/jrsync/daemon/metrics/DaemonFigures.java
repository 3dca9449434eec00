package org.jrsync.daemon.metrics;

import java.time.Duration;
import java.util.Map;

/**
 * A daemon's sessions as they are at one moment, and since its start. Figures that change together
 * may be read a moment apart.
 *
 * @param uptime since the daemon began to accept
 * @param accepted connections
 * @param acceptFailures how often the system refused to hand a connection over
 * @param active sessions that have not ended, by phase; all phases are there
 * @param ended sessions that have, by their end; all ends are there
 * @param modules by name, those that had a transfer since the start
 * @param startDelay from accepting a connection to the first step of its session
 * @param handshake from that to the end of the client's arguments, without waiting in queues, of
 *     sessions that got so far
 * @param queue waiting for a place or a thread, of sessions that had to
 * @param transfer running a transfer
 */
public record DaemonFigures(
    Duration uptime,
    long accepted,
    long acceptFailures,
    Map<SessionPhase, Integer> active,
    Map<SessionEnd, Long> ended,
    Map<String, ModuleFigures> modules,
    Durations startDelay,
    Durations handshake,
    Durations queue,
    Durations transfer) {

  public DaemonFigures {
    active = Map.copyOf(active);
    ended = Map.copyOf(ended);
    modules = Map.copyOf(modules);
  }

  /** How many sessions ended in one way. */
  public long ended(SessionEnd end) {
    return ended.getOrDefault(end, 0L);
  }

  /** How many sessions are in one phase. */
  public int active(SessionPhase phase) {
    return active.getOrDefault(phase, 0);
  }

  /** How many sessions have not ended. */
  public int activeSessions() {
    return active.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many clients were turned away, for whatever reason. */
  public long refused() {
    long sum = 0;
    for (Map.Entry<SessionEnd, Long> each : ended.entrySet()) {
      sum += each.getKey().isRefusal() ? each.getValue() : 0;
    }
    return sum;
  }
}
