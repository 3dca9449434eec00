package org.jrsync.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BandwidthLimitTest {
  private long now = 1;
  private long slept;
  private int sleeps;

  private BandwidthLimit limit(int kib) {
    return new BandwidthLimit(
        kib,
        () -> now,
        nanos -> {
          slept += nanos;
          sleeps++;
          now += nanos;
        });
  }

  @Test
  void theRateIsKept() {
    BandwidthLimit limit = limit(1000);
    for (int i = 0; i < 10_000; i++) {
      limit.written(1024);
      now += 1000;
    }
    // 10 000 KiB at 1000 KiB a second are ten seconds.
    assertThat(now).isBetween(9_900_000_000L, 10_100_000_000L);
    assertThat(sleeps).isLessThan(120);
  }

  @Test
  void pausesAreNotSavedUp() {
    BandwidthLimit limit = limit(100);
    limit.written(10);
    now += 100_000_000_000L;
    limit.written(100 * 1024);
    assertThat(slept).isEqualTo(1_000_000_000L);
  }

  @Test
  void writesAreCut() {
    assertThat(limit(1).maxWrite()).isEqualTo(512);
    assertThat(limit(1000).maxWrite()).isEqualTo(128_000);
    assertThat(limit(Integer.MAX_VALUE).maxWrite()).isEqualTo(Integer.MAX_VALUE);
    ByteTransport sink = ByteTransport.sink();
    WireOutput out = new WireOutput(sink, new IoTimeout(), 4096);
    out.setBandwidthLimit(limit(8));
    out.write(new byte[4096]);
    out.flush();
    assertThat(sink.writes).isEqualTo(4);
    assertThat(slept).isGreaterThan(300_000_000L);
  }
}
