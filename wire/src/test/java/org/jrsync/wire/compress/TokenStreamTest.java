package org.jrsync.wire.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.jrsync.wire.ByteTransport;
import org.jrsync.wire.ConnectionClosedException;
import org.jrsync.wire.ProtocolException;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.checksum.ChecksumType;
import org.jrsync.wire.checksum.Checksums;
import org.jrsync.wire.checksum.StrongChecksum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Token streams, plain and packed (docs/protocol.md, "Tokens"). */
class TokenStreamTest {
  private static final byte[] NONE = new byte[0];

  /** A short name for literal bytes, so that a failure stays readable. */
  private static String digest(ByteArrayOutputStream literal) {
    byte[] sum = md5(literal.toByteArray());
    return literal.size() + " bytes " + HexFormat.of().formatHex(sum);
  }

  private static byte[] md5(byte[] data) {
    StrongChecksum sum = Checksums.forFiles(ChecksumType.MD5);
    sum.update(data, 0, data.length);
    return sum.digest();
  }

  private static List<String> readFile(TokenReader reader) {
    return readFile(reader, index -> NONE);
  }

  /** Reads one file: literal bytes as they are, matches as text between them. */
  private static List<String> readFile(TokenReader reader, IntFunction<byte[]> blocks) {
    List<String> got = new ArrayList<>();
    ByteArrayOutputStream literal = new ByteArrayOutputStream();
    byte[] piece = new byte[700];
    while (true) {
      int token = reader.next();
      if (token > 0) {
        int left = token;
        while (true) {
          int n = reader.literal(piece, 1, piece.length - 1);
          if (n == 0) {
            break;
          }
          left -= n;
          literal.write(piece, 1, n);
        }
        assertThat(left).isZero();
        continue;
      }
      if (literal.size() > 0) {
        got.add(digest(literal));
        literal.reset();
      }
      if (token == TokenReader.END) {
        return got;
      }
      got.add("block " + (-token - 1));
      byte[] block = blocks.apply(-token - 1);
      reader.matched(block, 0, block.length);
    }
  }

  @ParameterizedTest
  @EnumSource(CompressionType.class)
  void randomFilesRoundTrip(CompressionType type) {
    Random random = new Random(9);
    ByteTransport sink = ByteTransport.sink();
    WireOutput out = new WireOutput(sink);
    List<List<String>> files = new ArrayList<>();
    byte[] noise = new byte[300_000];
    random.nextBytes(noise);
    // Every tenth block has data, so that long runs stay quick; literals repeat parts of it.
    IntFunction<byte[]> blocks =
        index ->
            index % 10 != 0
                ? NONE
                : Arrays.copyOfRange(noise, index % 1000 * 200, index % 1000 * 200 + 2000);
    try (TokenWriter writer = TokenCodec.writer(type, CompressionType.LEVEL_UNSET, 0, out)) {
      for (int f = 0; f < 30; f++) {
        List<String> file = new ArrayList<>();
        int block = 0;
        int steps = random.nextInt(12);
        ByteArrayOutputStream literal = new ByteArrayOutputStream();
        for (int s = 0; s < steps; s++) {
          switch (random.nextInt(4)) {
            case 0 -> {
              int n = random.nextInt(100_000);
              int from = random.nextInt(noise.length - n);
              literal.write(noise, from, n);
              writer.literal(noise, from, n);
            }
            case 1 -> {
              byte[] zeros = new byte[random.nextInt(500_000)];
              literal.writeBytes(zeros);
              writer.literal(zeros, 0, zeros.length);
            }
            default -> {
              flush(literal, file);
              block = random.nextInt(3) == 0 ? random.nextInt(1_000_000) : block + 1;
              int run = random.nextInt(5) == 0 ? 70_000 : 1 + random.nextInt(4);
              for (int i = 0; i < run; i++, block++) {
                file.add("block " + block);
                byte[] data = blocks.apply(block);
                writer.match(block, data, 0, data.length);
              }
            }
          }
        }
        flush(literal, file);
        writer.end();
        files.add(file);
      }
    }
    out.flush();
    try (TokenReader reader = TokenCodec.reader(type, sink.asInput())) {
      for (List<String> file : files) {
        assertThat(readFile(reader, blocks)).isEqualTo(file);
      }
    }
  }

  private static void flush(ByteArrayOutputStream literal, List<String> file) {
    if (literal.size() > 0) {
      file.add(digest(literal));
      literal.reset();
    }
  }

  @Test
  void plainBytes() {
    ByteTransport sink = ByteTransport.sink();
    WireOutput out = new WireOutput(sink);
    TokenWriter writer = TokenCodec.writer(CompressionType.NONE, 0, 0, out);
    writer.literal(new byte[] {9, 8, 7}, 1, 2);
    writer.match(0, NONE, 0, 0);
    writer.match(5, NONE, 0, 0);
    writer.end();
    out.flush();
    assertThat(sink.writtenHex()).isEqualTo("020000000807" + "ffffffff" + "faffffff" + "00000000");
  }

  @Test
  void longLiteralsAreCutForOldReceivers() {
    ByteTransport sink = ByteTransport.sink();
    WireOutput out = new WireOutput(sink);
    TokenWriter writer = TokenCodec.writer(CompressionType.NONE, 0, 0, out);
    writer.literal(new byte[70_000], 0, 70_000);
    out.flush();
    assertThat(sink.written().length).isEqualTo(70_000 + 3 * 4);
    assertThat(sink.writtenHex()).startsWith("00800000");
  }

  @Test
  void runsOfBlocks() {
    ByteTransport sink = ByteTransport.sink();
    WireOutput out = new WireOutput(sink);
    RunWriter runs = new RunWriter(out);
    runs.add(0); // one block, no step: 80
    runs.add(5); // step 5: 85
    runs.add(6);
    runs.add(7); // two more: c5 02 00 in place of 85
    runs.add(70); // step 63: bf
    runs.add(134); // step 64 does not fit: 20 + number
    runs.add(3); // backwards
    runs.add(4); // 21 + number + 1
    runs.end();
    runs.add(1); // the next file counts from 0 again
    runs.end();
    out.flush();
    assertThat(sink.writtenHex())
        .isEqualTo("80" + "c50200" + "bf" + "2086000000" + "21030000000100" + "00" + "81" + "00");
    TokenReader reader = TokenCodec.reader(CompressionType.ZSTD, sink.asInput());
    assertThat(readFile(reader))
        .containsExactly(
            "block 0",
            "block 5",
            "block 6",
            "block 7",
            "block 70",
            "block 134",
            "block 3",
            "block 4");
    assertThat(readFile(reader)).containsExactly("block 1");
    reader.close();
    reader.close();
  }

  @ParameterizedTest
  @EnumSource(CompressionType.class)
  void everyTruncationOfAPackedFileFails(CompressionType type) {
    ByteTransport sink = ByteTransport.sink();
    WireOutput out = new WireOutput(sink);
    TokenWriter writer = TokenCodec.writer(type, 3, 0, out);
    writer.literal(
        "some text, some text".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, 20);
    writer.match(500, NONE, 0, 0);
    writer.match(501, NONE, 0, 0);
    writer.end();
    writer.close();
    out.flush();
    byte[] all = sink.written();
    for (int length = 0; length < all.length; length++) {
      TokenReader reader =
          TokenCodec.reader(type, new WireInput(ByteTransport.of(all).truncated(length)));
      assertThatThrownBy(() -> readFile(reader)).isInstanceOf(ConnectionClosedException.class);
      reader.close();
    }
  }

  private static void refused(CompressionType type, String hex, String message) {
    TokenReader reader =
        TokenCodec.reader(type, new WireInput(ByteTransport.of(HexFormat.of().parseHex(hex))));
    assertThatThrownBy(() -> readFile(reader))
        .isInstanceOf(ProtocolException.class)
        .hasMessageStartingWith(message);
    reader.close();
  }

  @Test
  void badStreamsAreRefused() {
    refused(CompressionType.ZSTD, "20ffffffff", "invalid token number in compressed stream");
    refused(CompressionType.ZSTD, "20ffffff7f", "invalid token number in compressed stream");
    refused(CompressionType.ZSTD, "20feffff7f81", "invalid token number in compressed stream");
    refused(CompressionType.ZSTD, "c00000", "invalid token number in compressed stream");
    refused(CompressionType.ZSTD, "21fdffff7f0200", "invalid token number in compressed stream");
    refused(CompressionType.ZSTD, "4004deadbeef", "ZSTD decomp returned");
    refused(CompressionType.ZLIB, "400207ff", "inflate returned -3");
    refused(CompressionType.LZ4, "4003f00000", "uncompress failed");
    // A stream that ends, and one that is not flushed where a reference follows.
    refused(CompressionType.ZLIBX, "40020300" + "00", "inflate returned 1 (0 bytes)");
    refused(CompressionType.ZLIBX, "400162" + "80", "decompressor lost sync!");
  }

  @Test
  void levels() {
    assertThat(CompressionType.ZSTD.level(CompressionType.LEVEL_UNSET)).isEqualTo(3);
    assertThat(CompressionType.ZSTD.level(0)).isEqualTo(3);
    assertThat(CompressionType.ZSTD.level(-5)).isEqualTo(-5);
    assertThat(CompressionType.ZSTD.level(99)).isEqualTo(22);
    assertThat(CompressionType.ZSTD.level(-200_000)).isEqualTo(-131_072);
    assertThat(CompressionType.ZLIB.level(CompressionType.LEVEL_UNSET)).isEqualTo(6);
    assertThat(CompressionType.ZLIBX.level(-1)).isEqualTo(6);
    assertThat(CompressionType.ZLIBX.level(-2)).isEqualTo(1);
    assertThat(CompressionType.ZLIB.level(10)).isEqualTo(9);
    assertThat(CompressionType.ZLIB.at(0)).isEqualTo(CompressionType.NONE);
    assertThat(CompressionType.ZLIBX.at(0)).isEqualTo(CompressionType.NONE);
    assertThat(CompressionType.ZLIB.at(1)).isEqualTo(CompressionType.ZLIB);
    assertThat(CompressionType.ZSTD.at(0)).isEqualTo(CompressionType.ZSTD);
    assertThat(CompressionType.LZ4.at(0)).isEqualTo(CompressionType.LZ4);
  }
}
