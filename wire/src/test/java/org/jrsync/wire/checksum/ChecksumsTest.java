package org.jrsync.wire.checksum;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Digests as rsync computes them (docs/protocol.md, "Strong checksums"). */
class ChecksumsTest {
  /**
   * Seed, length, and the block digests by xxh64, xxh3, xxh128, md5 with the seed first, md5 with
   * the seed last, md4 and sha1, computed by libxxhash 0.8.1 and OpenSSL. The rows without a seed
   * at length 5000 are also what rsync 3.5.1 shows for %C.
   */
  private static final String BLOCKS =
      """
      0 0 99e9d85137db46ef c294d3380580062d \
        7f498d4624c30160d8984701d306aa99 d41d8cd98f00b204e9800998ecf8427e \
        d41d8cd98f00b204e9800998ecf8427e 31d6cfe0d16ae931b73c59d7e0c089c0 \
        da39a3ee5e6b4b0d3255bfef95601890afd80709
      0 3 c964e5523f36d231 1c485b48da8d08a9 \
        1c485b48da8d08a9a54582bf3c7631ce c9aee4810523ef8658121b8d492c6b41 \
        c9aee4810523ef8658121b8d492c6b41 380318863357e745939884f2f327f6c0 \
        4201de9f98cb0a9b8cf52398be7802b55d45266a
      0 64 1fb0eef63e4bb60e c1e24b9efab17e28 \
        67d29cc6729d54aa632b8b6afe53d9fe 7160b8fb5e9e4023d549c3971fbaeead \
        7160b8fb5e9e4023d549c3971fbaeead 87733dbe6c3fc125ee30897c751bd9d6 \
        bede92be29c3874e1b54ddc77988d606fc857a8e
      0 700 cd2ea497ad715e25 9ca179490cf02be4 \
        9ca179490cf02be426571595e7648eb1 3e2694c21e83f731e74b141646db0602 \
        3e2694c21e83f731e74b141646db0602 bbd1ac761af2a8c4b1afe69d1b743309 \
        438e97f900d8017a0de6f3b1d471d00eb6e95765
      0 5000 0be85929af302170 9465a3b0f31c2c24 \
        9465a3b0f31c2c24e4ef6c6fec183327 bf82cc98595cd5a1a5a8e17e7a018071 \
        bf82cc98595cd5a1a5a8e17e7a018071 b6e4ef605143e5f86f0c37bcd68fc462 \
        0c20deb6a7ae7f6d2fbe1d6352591616b0363f7a
      305419896 0 4a101617613db930 cefd540a53abde4e \
        40c85bc499138f6f0034b901b7e219af f6532621685700b88aecbf202dc8f9d2 \
        f6532621685700b88aecbf202dc8f9d2 248ec46d262b3997690a4946f7ce0fe4 \
        c0c619003e6cc5c51c1802bf771c064e366950d8
      305419896 3 cd52a04363af0dc4 3fb69cd00d87349d \
        3fb69cd00d87349d0053a3d1161276d5 79ca882e6262ae2397f126d67239c3cb \
        e7b007dd6972239b477d6775b8f98d61 c51ebf4a3c62ba929134ca987ef5e0eb \
        6c9367418345c819f25b460bd7914c4fe5923de4
      305419896 64 116f92b5e6efddab 94503abbf78bdbef \
        36028a3952da6ef6b4115c0bf02932ea f2c8354819b5f848a7a3ad895d1a3588 \
        833e59a0f853b2109c85d09ea2f51349 3dcce230cfc89868b462cc7a09779410 \
        c35421e3c6e6962149d81c4fce517aabc6027df9
      305419896 700 8aaf9d01e7108c35 c34bd0c4351bde7b \
        c34bd0c4351bde7b46050ad1e36cbf0c 8ce856e9d76854181274d5d584208304 \
        77d63ec6150070356a30cc510c8f603f 05db3d9632973a78597b1b4e6008f4be \
        6732a451199391b1d99bcde018d5df21fcd2c90a
      305419896 5000 e9072c857c1443eb aabdc000bd1cd294 \
        aabdc000bd1cd294a2919262dd0aa8ba ed83b7faaca5cd533606c738208c195e \
        4c9d0075ccc17558d5b66c15603e1db0 bd55211af82ccb28bc82f7017414f99c \
        46b0ac3a106d7260321f324164dd4066d8e9e0ca
      -123456789 0 bca3a432d90a4284 7817edca0b6e2822 \
        29a60c5562cc04d3af1006368d3161f2 0171784170f42bfda893205df7f87682 \
        0171784170f42bfda893205df7f87682 50c06ff8c50d1a0944004a69ebaf9bd3 \
        cc2ab1c34bd05eed18213a5c61426f16fa506bff
      -123456789 3 022d221755831273 d32fd4249e5f7691 \
        d32fd4249e5f7691e98b54994c22bdca 13c375357f66259fbd95a118b2572599 \
        2b38d67d2c43c8694c24ccb41d90a283 687149a15259816f0e1f2b5b262089ea \
        aa4820a7d1c5c8ae9142a423bd644a6767d3fca2
      -123456789 64 8913d43048f7c122 253c4f68e00b7307 \
        7ee13a6879f4436022901cf34b5ff6cd a455129cbd0e9b8d2390bd4b6e71e38f \
        e3e61f2357b0c4f8902995fb1e4dea75 099a718d175b9a428ea7d13bfc0aca62 \
        6f1dd9cfdbd2ce8c93d2daafa916373dd8df5716
      -123456789 700 378ff9edfdee53ff 89e99d2b2f64ea91 \
        89e99d2b2f64ea91d12050dbc2286df9 65e1eda68cc5305b38c2261a5593f7ba \
        7a6ffd8d310c3792ad94cb913d9673c8 dfab2b2eac4e1d22a9103a7be2e2fc59 \
        bfb2621263b311561a029424ba06a4377438e8ec
      -123456789 5000 e0c0f519dcede8d2 e9884f8e5a160722 \
        e9884f8e5a160722b065ce64847def30 092d5188afeec0cec7f934eb92f2c46b \
        9ff36414427f30b5dbf15d3812762c8b 64b95927b4d96f82eeb77916ab4720a1 \
        27f6f3b544234d8a741bbb51e5fdbb4d01e062fd
      """;

  static byte[] pattern(int length) {
    byte[] data = new byte[length];
    for (int i = 0; i < length; i++) {
      data[i] = (byte) (i * 7 + (i >> 8) * 13 + 3);
    }
    return data;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static void check(StrongChecksum sum, byte[] data, String expected) {
    byte[] out = new byte[sum.length() + 2];
    sum.update(new byte[] {1, 2, 3}, 0, 3);
    sum.of(data, 0, data.length, out, 1);
    assertThat(hex(out)).isEqualTo("00" + expected + "00");
    // Piece by piece, twice, to see that a digest resets.
    for (int round = 0; round < 2; round++) {
      sum.reset();
      int piece = 1;
      for (int at = 0; at < data.length; piece = piece * 3 % 1009) {
        int n = Math.min(piece, data.length - at);
        sum.update(data, at, n);
        at += n;
      }
      assertThat(hex(sum.digest())).isEqualTo(expected);
    }
    sum.update(data, 0, data.length);
    assertThat(hex(sum.digest())).isEqualTo(expected);
  }

  @Test
  void blocks() {
    int rows = 0;
    for (String row : BLOCKS.lines().toList()) {
      String[] f = row.trim().split(" +", -1);
      int seed = Integer.parseInt(f[0]);
      byte[] data = pattern(Integer.parseInt(f[1]));
      check(Checksums.forBlocks(ChecksumType.XXH64, seed, true), data, f[2]);
      check(Checksums.forBlocks(ChecksumType.XXH3_64, seed, true), data, f[3]);
      check(Checksums.forBlocks(ChecksumType.XXH3_128, seed, true), data, f[4]);
      check(Checksums.forBlocks(ChecksumType.MD5, seed, true), data, f[5]);
      check(Checksums.forBlocks(ChecksumType.MD5, seed, false), data, f[6]);
      check(Checksums.forBlocks(ChecksumType.MD4, seed, true), data, f[7]);
      check(Checksums.forBlocks(ChecksumType.MD4_OLD, seed, false), data, f[7]);
      check(Checksums.forBlocks(ChecksumType.SHA1, seed, true), data, f[8]);
      rows++;
    }
    assertThat(rows).isEqualTo(15);
  }

  @Test
  void wholeFilesAsRsyncShowsThem() {
    byte[] data = pattern(5000);
    check(Checksums.forFiles(ChecksumType.MD5), data, "bf82cc98595cd5a1a5a8e17e7a018071");
    check(Checksums.forFiles(ChecksumType.MD4), data, "b6e4ef605143e5f86f0c37bcd68fc462");
    check(Checksums.forFiles(ChecksumType.MD4_OLD), data, "b6e4ef605143e5f86f0c37bcd68fc462");
    check(Checksums.forFiles(ChecksumType.SHA1), data, "0c20deb6a7ae7f6d2fbe1d6352591616b0363f7a");
    // The program shows these from last byte to first: 273318ec... and 702130af...
    check(Checksums.forFiles(ChecksumType.XXH3_128), data, "9465a3b0f31c2c24e4ef6c6fec183327");
    check(Checksums.forFiles(ChecksumType.XXH64), data, "0be85929af302170");
    check(Checksums.forTransfer(ChecksumType.NONE, 0), data, "00");
  }

  @Test
  void theOldTransferSumBeginsWithTheSeed() {
    byte[] seeded = new byte[5004];
    System.arraycopy(pattern(5000), 0, seeded, 4, 5000);
    System.arraycopy(Checksums.littleEndian(0x12345678), 0, seeded, 0, 4);
    String expected = hex(md4(seeded));
    check(Checksums.forTransfer(ChecksumType.MD4_OLD, 0x12345678), pattern(5000), expected);
    // A seed of nothing is written there all the same.
    System.arraycopy(new byte[4], 0, seeded, 0, 4);
    check(Checksums.forTransfer(ChecksumType.MD4_OLD, 0), pattern(5000), hex(md4(seeded)));
    check(
        Checksums.forTransfer(ChecksumType.MD5, 99),
        pattern(5000),
        "bf82cc98595cd5a1a5a8e17e7a018071");
  }

  private static byte[] md4(byte[] data) {
    StrongChecksum sum = new Md4();
    sum.update(data, 0, data.length);
    return sum.digest();
  }

  @Test
  void md4OfRfc1320() {
    check(new Md4(), new byte[0], "31d6cfe0d16ae931b73c59d7e0c089c0");
    check(new Md4(), "a".getBytes(US_ASCII), "bde52cb31de33e46245e05fbdbd6fb24");
    check(new Md4(), "abc".getBytes(US_ASCII), "a448017aaf21d8525fc10ae87aa6729d");
    check(new Md4(), "message digest".getBytes(US_ASCII), "d9130a8164549fe818874806e1c7014b");
    check(
        new Md4(),
        "12345678901234567890123456789012345678901234567890123456789012345678901234567890"
            .getBytes(US_ASCII),
        "e33b4ddc9c38f2199c3e7b164fcc0536");
  }

  @ParameterizedTest
  @EnumSource(value = ChecksumType.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void lengths(ChecksumType type) {
    assertThat(Checksums.forFiles(type).length()).isEqualTo(type.length());
    assertThat(Checksums.forFiles(type).digest()).hasSize(type.length());
  }

  @Test
  void filesAreNotComparedByNothing() {
    StrongChecksum none = Checksums.forFiles(ChecksumType.NONE);
    assertThat(none.length()).isEqualTo(1);
    assertThatThrownBy(none::reset)
        .hasMessage("Invalid checksum-choice for --checksum: none (0)")
        .isInstanceOfSatisfying(
            RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.UNSUPPORTED));
  }

  @Test
  void names() {
    assertThat(ChecksumType.forTransfer("XXHash")).isEqualTo(ChecksumType.XXH64);
    assertThat(ChecksumType.forTransfer("xxh128")).isEqualTo(ChecksumType.XXH3_128);
    assertThat(ChecksumType.forTransfer("sha256")).isNull();
    assertThatThrownBy(() -> Checksums.forBlocks(ChecksumType.SHA256, 0, true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rollingSum() {
    // Computed step by step from the definition.
    assertThat(RollingChecksum.of(pattern(0), 0, 0)).isZero();
    assertThat(RollingChecksum.of(pattern(1), 0, 1)).isEqualTo(0x30003);
    assertThat(RollingChecksum.of(pattern(5), 0, 5)).isEqualTo(0xb90055);
    assertThat(RollingChecksum.of(pattern(64), 0, 64)).isEqualTo(0x5cc000e0);
    assertThat(RollingChecksum.of(pattern(700), 0, 700)).isEqualTo(0xefe8fff2);
    assertThat(RollingChecksum.of(pattern(131072), 0, 131072)).isEqualTo(0x80000000);
  }

  @Test
  void rollingSumOfEveryShortLength() {
    byte[] data = new byte[400];
    new Random(4).nextBytes(data);
    java.util.Arrays.fill(data, 100, 200, (byte) -128);
    java.util.Arrays.fill(data, 200, 300, (byte) 127);
    for (int from = 0; from < 300; from += 7) {
      int s1 = 0;
      int s2 = 0;
      for (int length = 0; from + length < data.length; length++) {
        assertThat(RollingChecksum.of(data, from, length)).isEqualTo((s1 & 0xffff) | s2 << 16);
        s1 += data[from + length];
        s2 += s1;
      }
    }
  }

  @Test
  void rollingSumsJoin() {
    byte[] data = new byte[200_000];
    new Random(5).nextBytes(data);
    for (int split : new int[] {0, 1, 31, 700, 70_001, data.length}) {
      int rest = data.length - split;
      int first = RollingChecksum.of(data, 0, split);
      int second = RollingChecksum.of(data, split, rest);
      assertThat(RollingChecksum.join(first, second, rest))
          .isEqualTo(RollingChecksum.of(data, 0, data.length));
    }
  }

  @Test
  void rollingEqualsSummingAnew() {
    byte[] data = new byte[6000];
    new Random(4).nextBytes(data);
    for (int window : new int[] {1, 2, 7, 700, 4000}) {
      int sum = RollingChecksum.of(data, 0, window);
      for (int at = 1; at + window <= data.length; at++) {
        sum = RollingChecksum.roll(sum, window, data[at - 1], data[at + window - 1]);
        assertThat(sum).isEqualTo(RollingChecksum.of(data, at, window));
      }
      for (int left = window; left > 1; left--) {
        sum = RollingChecksum.shrink(sum, left, data[data.length - left]);
        assertThat(sum).isEqualTo(RollingChecksum.of(data, data.length - left + 1, left - 1));
      }
    }
  }
}
