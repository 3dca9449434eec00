package org.jrsync.bench.scale.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartDelayTest {
  @ParameterizedTest
  @CsvSource({"120 us,120", "0.5 ms,500", "900 ns,0.9", "2s,2000000"})
  void isFoundInTheLog(String text, double micros) {
    String log = "2026/11/26 01:00:00 [1] start delay: p50 10 us, p99 " + text + ", max 3 ms\n";
    assertThat(StartDelay.parse(log)).isEqualTo(micros);
  }

  @Test
  void isNoNumberWithoutALine() {
    assertThat(StartDelay.parse("p99 3 ms\n")).isNaN();
  }
}
