package org.jrsync.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {

  private final Histogram histogram = new Histogram();

  @Test
  void isEmptyAtFirst() {
    assertThat(histogram.durations()).isEqualTo(new Durations(0, 0, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 7, 8, 9, 15, 16, 17, 1_000, 123_456_789, 1L << 40, Long.MAX_VALUE})
  void isExactForOneValue(long value) {
    histogram.add(value);

    assertThat(histogram.durations()).isEqualTo(new Durations(1, value, value, value));
  }

  @Test
  void percentilesAreAtMostAnEighthTooHigh() {
    for (long i = 1; i <= 100_000; i++) {
      histogram.add(i * 1_000);
    }

    Durations found = histogram.durations();
    assertThat(found.count()).isEqualTo(100_000);
    assertThat(found.p50()).isBetween(50_000_000L, 56_250_000L);
    assertThat(found.p99()).isBetween(99_000_000L, 100_000_000L);
    assertThat(found.max()).isEqualTo(100_000_000);
  }

  @Test
  void timeThatRanBackwardsCountsAsNone() {
    histogram.add(-5);

    assertThat(histogram.durations()).isEqualTo(new Durations(1, 0, 0, 0));
  }
}
