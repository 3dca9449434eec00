package org.jrsync.engine.generator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.Policy;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.checksum.ChecksumType;
import org.jrsync.wire.checksum.Checksums;
import org.jrsync.wire.checksum.RollingChecksum;
import org.jrsync.wire.checksum.StrongChecksum;
import org.jrsync.wire.signature.SignatureHeader;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureSenderTest {
  private static byte[] written(java.util.function.Consumer<WireOutput> writer) {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    WireOutput out = new WireOutput(StreamTransport.of(InputStream.nullInputStream(), sink));
    writer.accept(out);
    out.flush();
    return sink.toByteArray();
  }

  /**
   * Blocks longer than what is read at a time have the sums of whole blocks, and long files are
   * summed by two threads.
   */
  @ParameterizedTest
  @CsvSource({
    "1500000,700,MD5",
    "1500000,262144,MD5",
    "1500000,262145,MD4",
    "1500000,1000000,MD5",
    "1500000,1000000,XXH3_64",
    "1500000,1500000,MD4",
    "33554432,700,XXH3_128",
    "36000000,5000,XXH3_128",
    "40000000,131072,XXH64",
    "34000000,34000000,XXH3_128",
    "34000000,20000000,XXH3_128",
  })
  void everyBlockIsSummedWhole(int size, int block, ChecksumType type, @TempDir Path dir)
      throws IOException {
    byte[] data = new byte[size];
    new Random(block).nextBytes(data);
    Files.write(dir.resolve("f"), data);
    StrongChecksum sum = Checksums.forBlocks(type, 17, true);
    int count = (size + block - 1) / block;
    SignatureHeader header = new SignatureHeader(count, block, sum.length(), size % block);
    byte[] sent;
    try (ConfinedTree tree =
            ConfinedTree.open(dir.toString().getBytes(ISO_8859_1), Policy.BENEATH);
        FileHandle file = tree.openRead(new byte[] {'f'}, false, false)) {
      sent =
          written(out ->
              new SignatureSender(out, () -> Checksums.forBlocks(type, 17, true), true)
                  .send(file, header));
    }
    byte[] digest = new byte[sum.length()];
    byte[] expected =
        written(out -> {
          header.write(out);
          for (int at = 0; at < size; at += block) {
            int length = Math.min(block, size - at);
            out.writeInt(RollingChecksum.of(data, at, length));
            sum.of(data, at, length, digest, 0);
            out.write(digest);
          }
        });
    assertThat(sent).isEqualTo(expected);
  }
}
