package org.jrsync.daemon.listen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapacityTest {

  @ParameterizedTest
  @CsvSource({"20000, 11923, 993", "1024, 537, 44", "256, 76, 6", "3, 6, 1"})
  void followsFromTheDescriptors(int descriptors, int sessions, int transfers) {
    assertThat(Capacity.of(descriptors)).isEqualTo(new Capacity(sessions, transfers, descriptors));
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 1024, 20_000, 1 << 20, Integer.MAX_VALUE})
  void isNeverMoreThanThereAre(int descriptors) {
    Capacity capacity = Capacity.of(descriptors);

    assertThat(capacity.sessions() + 8L * capacity.transfers()).isLessThan(descriptors);
  }

  @Test
  void theOperatorMayWantLess() {
    Capacity capacity = Capacity.of(1024);

    assertThat(capacity.sessions(0)).isEqualTo(537);
    assertThat(capacity.sessions(100)).isEqualTo(100);
    assertThat(capacity.sessions(10_000)).isEqualTo(537);
    assertThat(capacity.transfers(0)).isEqualTo(44);
    assertThat(capacity.transfers(1)).isEqualTo(1);
    assertThat(capacity.transfers(45)).isEqualTo(44);
  }
}
