package org.jrsync.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusReportTest {

  private final SessionCounters counters = new SessionCounters();

  @Test
  void tellsEverythingThatWasCounted() {
    for (int i = 0; i < 7; i++) {
      counters.accepted();
    }
    counters.acceptFailed();
    counters.started(1_500);
    counters.handshakeTook(2_000_000);
    counters.queueTook(3_000_000_000L);
    counters.transferTook(60_000_000_123L);
    counters.ended(SessionEnd.SERVED, "zoo", 1000, 10);
    counters.ended(SessionEnd.FAILED, "zoo", 500, 5);
    counters.ended(SessionEnd.SERVED, "art", 1, 2);
    counters.ended(SessionEnd.LISTED);
    counters.ended(SessionEnd.MAX_CONNECTIONS);
    counters.ended(SessionEnd.NO_THREAD);

    List<String> lines =
        StatusReport.lines(counters.figures(Map.of(SessionPhase.TRANSFER, 1), Map.of("zoo", 1)));

    assertThat(lines)
        .containsExactly(
            "status: up 0 s, active 1 (handshake 0, queued 0, transfer 1), accepted 7, served 2,"
                + " failed 1, listed 1, left 0, refused 2, accept failures 1",
            "status: refused by max connections 1, no thread 1",
            "status: module art: active 0, served 1, failed 0, sent 1 bytes, received 2 bytes",
            "status: module zoo: active 1, served 1, failed 1, sent 1500 bytes, received 15 bytes",
            "status: seconds p50/p99/max: start delay 0.000001/0.000001/0.000001,"
                + " handshake 0.002000/0.002000/0.002000, queue 3.000000/3.000000/3.000000,"
                + " transfer 60.000000/60.000000/60.000000");
  }
}
