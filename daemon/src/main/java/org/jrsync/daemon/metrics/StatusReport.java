package org.jrsync.daemon.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A daemon's figures as lines of its log, each of which begins with {@code status:}. */
public final class StatusReport {

  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long NANOS_PER_MICRO = 1_000;

  private StatusReport() {}

  /** The lines: of all sessions, of refusals if there were any, of each module, and of times. */
  public static List<String> lines(DaemonFigures figures) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "status: up "
            + figures.uptime().toSeconds()
            + " s, active "
            + figures.activeSessions()
            + " (handshake "
            + figures.active(SessionPhase.HANDSHAKE)
            + ", queued "
            + figures.active(SessionPhase.QUEUED)
            + ", transfer "
            + figures.active(SessionPhase.TRANSFER)
            + "), accepted "
            + figures.accepted()
            + ", served "
            + figures.ended(SessionEnd.SERVED)
            + ", failed "
            + figures.ended(SessionEnd.FAILED)
            + ", listed "
            + figures.ended(SessionEnd.LISTED)
            + ", left "
            + figures.ended(SessionEnd.LEFT)
            + ", refused "
            + figures.refused()
            + ", accept failures "
            + figures.acceptFailures());
    String refusals = refusals(figures);
    if (!refusals.isEmpty()) {
      lines.add("status: refused by " + refusals);
    }
    for (Map.Entry<String, ModuleFigures> each : new TreeMap<>(figures.modules()).entrySet()) {
      ModuleFigures module = each.getValue();
      lines.add(
          "status: module "
              + each.getKey()
              + ": active "
              + module.active()
              + ", served "
              + module.served()
              + ", failed "
              + module.failed()
              + ", sent "
              + module.sent()
              + " bytes, received "
              + module.received()
              + " bytes");
    }
    lines.add(
        "status: seconds p50/p99/max: start delay "
            + shown(figures.startDelay())
            + ", handshake "
            + shown(figures.handshake())
            + ", queue "
            + shown(figures.queue())
            + ", transfer "
            + shown(figures.transfer()));
    return lines;
  }

  private static String refusals(DaemonFigures figures) {
    StringBuilder text = new StringBuilder();
    for (SessionEnd end : SessionEnd.values()) {
      long count = figures.ended(end);
      if (end.isRefusal() && count > 0) {
        text.append(text.isEmpty() ? "" : ", ").append(end.label()).append(' ').append(count);
      }
    }
    return text.toString();
  }

  private static String shown(Durations d) {
    return seconds(d.p50()) + '/' + seconds(d.p99()) + '/' + seconds(d.max());
  }

  /** To the microsecond. */
  private static String seconds(long nanos) {
    StringBuilder text = new StringBuilder();
    text.append(nanos % NANOS_PER_SECOND / NANOS_PER_MICRO);
    while (text.length() < 6) {
      text.insert(0, '0');
    }
    return nanos / NANOS_PER_SECOND + "." + text;
  }
}
