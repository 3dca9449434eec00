package org.jrsync.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private static final long SECOND = 1_000_000;

  private static ProgressLine.Standing at(long transferred, long left, long size) {
    return new ProgressLine.Standing(transferred, left, 6, true, size, 10_234_573);
  }

  @Test
  void aFileShowsItsRateAndEndsItsLine() {
    ProgressLine line = new ProgressLine(1, false);
    long t = 1_000 * SECOND;
    assertThat(line.update(t, 32_768, 1_234_567, at(0, 5, 0), true))
        .isEqualTo("\r         32,768   2%    0.00kB/s    0:00:00  ");
    assertThat(line.lineOpen()).isTrue();
    assertThat(line.update(t + SECOND / 2, 65_536, 1_234_567, at(0, 5, 0), true)).isNull();
    assertThat(line.update(t + SECOND, 32_768 + 102_400, 1_234_567, at(0, 5, 0), true))
        .isEqualTo("\r        135,168  10%  100.00kB/s    0:00:10  ");
    assertThat(line.update(t + 2 * SECOND, 32_768 + 307_200, 1_234_567, at(0, 5, 0), false))
        .isNull();
    assertThat(line.end(t + 4 * SECOND, 1_234_567, at(1, 3, 0)))
        .isEqualTo("\r      1,234,567 100%  293.41kB/s    0:00:04 (xfr#1, to-chk=3/6)\n");
    assertThat(line.lineOpen()).isFalse();
  }

  @Test
  void unitsAndLongTimes() {
    ProgressLine line = new ProgressLine(0, false);
    assertThat(line.update(SECOND, 0, Long.MAX_VALUE, at(0, 5, 0), true))
        .isEqualTo("\r              0   0%    0.00kB/s    0:00:00  ");
    assertThat(line.update(2 * SECOND, 5L << 20, Long.MAX_VALUE, at(0, 5, 0), true))
        .isEqualTo("\r        5242880   0%    5.00MB/s   ??:??:??  ");
    assertThat(line.update(3 * SECOND, 7L << 30, 9L << 30, at(0, 5, 0), true))
        .isEqualTo("\r     7516192768  77%    3.50GB/s    0:00:00  ");
    ProgressLine.Standing early = new ProgressLine.Standing(1, 1016, 1018, false, 0, 0);
    assertThat(line.end(4 * SECOND, 0, early))
        .endsWith("0 100%    0.00kB/s    0:00:03 (xfr#1, ir-chk=1016/1018)\n");
  }

  @Test
  void theWholeRunKeepsItsLineAndCoversALongerOne() {
    ProgressLine line = new ProgressLine(1, true);
    long t = 50 * SECOND;
    assertThat(line.update(t, 32_768, 1_234_567, at(0, 5, 1_234_567), true))
        .isEqualTo("\r         32,768   0%    0.00kB/s    0:00:00  ");
    String first = line.end(t + SECOND, 1_234_567, at(10, 4, 1_234_567));
    assertThat(first)
        .isEqualTo("\r      1,234,567  12%    1.15MB/s    0:00:01 (xfr#10, to-chk=4/6)");
    assertThat(line.lineOpen()).isTrue();
    assertThat(line.end(t + 2 * SECOND, 0, at(9, 0, 10_234_573)))
        .isEqualTo("\r     10,234,573 100%    4.86MB/s    0:00:02 (xfr#9, to-chk=0/6) ");
  }
}
