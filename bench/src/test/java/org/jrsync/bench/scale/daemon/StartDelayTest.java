package org.jrsync.bench.scale.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StartDelayTest {
  @Test
  void isFoundInTheLog() {
    String log =
        "2026/11/26 01:00:00 [1] status: seconds p50/p99/max: start delay"
            + " 0.000100/0.001200/0.500000, handshake 0.000001/0.000002/0.000003\n";
    assertThat(StartDelay.parse(log)).isEqualTo(1200);
  }

  @Test
  void isNoNumberWithoutALine() {
    assertThat(StartDelay.parse("p99 3 ms\n")).isNaN();
  }
}
