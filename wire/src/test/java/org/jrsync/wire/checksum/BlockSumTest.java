package org.jrsync.wire.checksum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The weak sum that is done in vectors, compared with the one that is not. */
class BlockSumTest {
  private final byte[] data = new byte[40_000];
  private final BlockSum sum = new BlockSum();

  BlockSumTest() {
    new Random(7).nextBytes(data);
    Arrays.fill(data, 9000, 20_000, (byte) -128);
    Arrays.fill(data, 20_000, 30_000, (byte) 127);
  }

  @Test
  void everyLengthUpToSomeRows() {
    for (int length = 0; length < 1100; length++) {
      check(1, length);
    }
  }

  @Test
  void spansAnywhere() {
    Random random = new Random(9);
    for (int i = 0; i < 2000; i++) {
      int from = random.nextInt(data.length);
      check(from, random.nextInt(data.length - from));
    }
  }

  @Test
  void noLaneOverflows() {
    check(9000, 11_000);
    check(20_000, 10_000);
  }

  private void check(int from, int length) {
    assertThat(sum.of(data, from, length)).isEqualTo(RollingChecksum.of(data, from, length));
  }
}
