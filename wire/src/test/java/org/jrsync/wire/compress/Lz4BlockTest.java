package org.jrsync.wire.compress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Blocks of lz4; what real rsyncs make of them is tested with those. */
class Lz4BlockTest {
  private final Lz4Packer packer = new Lz4Packer();
  private final Lz4Unpacker unpacker = new Lz4Unpacker();
  private final byte[] unpacked = new byte[40_000];

  private byte[] roundTrip(byte[] data, int offset, int length) {
    byte[] packed = new byte[Lz4Packer.maxLength(length)];
    int n = packer.pack(data, offset, length, packed);
    assertThat(n).isLessThanOrEqualTo(packed.length);
    assertThat(unpacker.unpack(packed, n, unpacked)).isEqualTo(length);
    assertThat(Arrays.copyOf(unpacked, length))
        .isEqualTo(Arrays.copyOfRange(data, offset, offset + length));
    for (int cut = 0; cut < Math.min(n, 300); cut++) {
      assertThat(unpacker.unpack(packed, cut, unpacked)).isLessThan(length);
    }
    return Arrays.copyOf(packed, n);
  }

  @Test
  void everyKindOfDataComesBack() {
    Random random = new Random(4);
    for (int i = 0; i < 3000; i++) {
      byte[] data = new byte[random.nextInt(1 << (1 + random.nextInt(15)))];
      int letters = 1 << random.nextInt(8);
      for (int j = 0; j < data.length; j++) {
        data[j] = (byte) random.nextInt(letters);
      }
      for (int j = random.nextInt(4); j > 0 && data.length > 1; j--) {
        int from = random.nextInt(data.length);
        int to = random.nextInt(data.length);
        int n = random.nextInt(data.length - Math.max(from, to));
        System.arraycopy(data, from, data, to, n);
      }
      int offset = random.nextInt(data.length + 1);
      roundTrip(data, offset, data.length - offset);
    }
  }

  @Test
  void repetitionsBecomeShort() {
    assertThat(roundTrip(new byte[30_000], 0, 30_000)).hasSizeLessThan(150);
    byte[] text = "a line of text, a line of text, a line of text".getBytes(UTF_8);
    assertThat(roundTrip(text, 0, text.length)).hasSizeLessThan(30);
  }

  @Test
  void aBlockIsWhatTheFormatSays() {
    // Thirteen zeros: one literal, a match of 7 at distance 1, and the last five literals.
    assertThat(HexFormat.of().formatHex(roundTrip(new byte[13], 0, 13)))
        .isEqualTo("1300" + "0100" + "500000000000");
    assertThat(HexFormat.of().formatHex(roundTrip(new byte[0], 0, 0))).isEqualTo("00");
  }

  private int unpack(String hex) {
    byte[] packed = HexFormat.of().parseHex(hex);
    return unpacker.unpack(packed, packed.length, unpacked);
  }

  @Test
  void aPieceFitsWhateverItHolds() {
    assertThat(Lz4Packer.maxLength(Lz4TokenWriter.PIECE)).isEqualTo(RunWriter.MAX_DATA);
  }

  @Test
  void nonsenseIsRefused() {
    assertThat(unpack("")).isNegative();
    assertThat(unpack("20aa")).as("literals missing").isNegative();
    assertThat(unpack("f0ff")).as("a length without end").isNegative();
    assertThat(unpack("10aa01")).as("half a distance").isNegative();
    assertThat(unpack("10aa0000" + "10aa")).as("distance 0").isNegative();
    assertThat(unpack("10aa0200" + "10aa")).as("before the start").isNegative();
    assertThat(unpack("10aa0100")).as("no last literals").isNegative();
    assertThat(unpack("1faa0100" + "ff".repeat(200) + "00" + "10aa")).as("too long").isNegative();
    assertThat(unpack("10aa0100" + "10bb")).isEqualTo(6);
  }
}
