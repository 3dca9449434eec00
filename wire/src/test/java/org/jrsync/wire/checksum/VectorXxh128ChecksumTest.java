package org.jrsync.wire.checksum;

import static org.assertj.core.api.Assertions.assertThat;

import com.dynatrace.hash4j.hashing.Hashing;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sum that is done in vectors, compared with the library's. */
class VectorXxh128ChecksumTest {
  private static final int MOST = 5000;

  private final Random random = new Random(8);
  private final byte[] data = new byte[40_000];

  VectorXxh128ChecksumTest() {
    random.nextBytes(data);
    Arrays.fill(data, 9000, 20_000, (byte) -128);
    Arrays.fill(data, 20_000, 30_000, (byte) 127);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 0x12345678L, 0x9E3779B185EBCA87L})
  void everyLength(long seed) {
    VectorXxh128Checksum sum = new VectorXxh128Checksum(seed);
    byte[] found = new byte[16];
    for (int length = 0; length < MOST; length++) {
      sum.of(data, 3, length, found, 0);
      assertThat(found).isEqualTo(library(seed, 3, length));
    }
  }

  @Test
  void inPieces() {
    VectorXxh128Checksum sum = new VectorXxh128Checksum(5);
    for (int i = 0; i < 2000; i++) {
      int length = random.nextInt(1 + random.nextInt(data.length));
      int at = 0;
      while (at < length) {
        int piece = Math.min(length - at, random.nextInt(1 + (random.nextBoolean() ? 90 : 3000)));
        sum.update(data, at, piece);
        at += piece;
      }
      assertThat(sum.digest()).isEqualTo(library(5, 0, length));
    }
  }

  private byte[] library(long seed, int offset, int length) {
    byte[] digest = new byte[16];
    new Xxh128Checksum(Hashing.xxh3_128(seed)).of(data, offset, length, digest, 0);
    return digest;
  }
}
