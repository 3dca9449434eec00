package org.jrsync.engine.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StopTimeTest {
  private static final long NOW =
      LocalDateTime.of(2026, 4, 15, 13, 20).toEpochSecond(ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "2026-12-31T23:59, 2026-12-31T23:59",
    "2026/5/1, 2026-05-01T00:00",
    "26-5-1, 2026-05-01T00:00",
    "25-5-1, 2125-05-01T00:00",
    "1-30, 2027-01-30T00:00",
    "2-29, 2028-02-29T00:00",
    "2026-4-31, 2026-05-01T00:00",
    "31, 2026-05-31T00:00",
    "15, 2026-05-15T00:00",
    "15T14:00, 2026-04-15T14:00",
    "15T, 2026-05-15T00:00",
    "14:00, 2026-04-15T14:00",
    "T13:20, 2026-04-16T13:20",
    ":30, 2026-04-15T13:30",
    ":20, 2026-04-15T14:20",
  })
  void theNextMomentThatFits(String given, LocalDateTime expected) {
    assertThat(StopTime.at(Bytes.of(given), NOW, ZoneOffset.UTC))
        .isEqualTo(expected.toEpochSecond(ZoneOffset.UTC));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "T", "T12", ":", "32", "13-1", "4-31", "1-1-1-1", "24:00", "1:2:3"})
  void formsThatAreWrong(String given) {
    assertThatThrownBy(() -> StopTime.at(Bytes.of(given), NOW, ZoneOffset.UTC))
        .hasMessage("rsync: invalid --stop-at format: " + given);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-4-15", "2020-1-1T1:00"})
  void momentsThatAreOver(String given) {
    assertThatThrownBy(() -> StopTime.at(Bytes.of(given), NOW, ZoneOffset.UTC))
        .hasMessage("rsync: --stop-at time is not in the future: " + given);
  }
}
