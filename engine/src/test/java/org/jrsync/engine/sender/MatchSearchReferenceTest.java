package org.jrsync.engine.sender;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jrsync.engine.TransferProgress;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.Policy;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.checksum.ChecksumType;
import org.jrsync.wire.checksum.Checksums;
import org.jrsync.wire.checksum.RollingChecksum;
import org.jrsync.wire.checksum.StrongChecksum;
import org.jrsync.wire.compress.TokenWriter;
import org.jrsync.wire.signature.BlockSignatures;
import org.jrsync.wire.signature.SignatureHeader;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The search finds what a search without any table finds, in random edits of random files. */
class MatchSearchReferenceTest {
  private static final int STRONG = 16;

  private final StrongChecksum block = Checksums.forBlocks(ChecksumType.XXH3_128, 0, true);

  /** A block is its number, a run of literal bytes the complement of its length. */
  private static final class Tokens implements TokenWriter {
    private final List<Integer> all = new ArrayList<>();

    @Override
    public void literal(byte[] data, int offset, int length) {
      if (!all.isEmpty() && all.getLast() < 0) {
        all.set(all.size() - 1, all.getLast() - length);
      } else {
        all.add(-length);
      }
    }

    @Override
    public void match(int index, byte[] data, int offset, int length) {
      all.add(index);
    }

    @Override
    public void end() {}
  }

  @ParameterizedTest
  @CsvSource({
    "300, 7, 64", "5000, 700, 1024", "200000, 700, 262144", "300000, 40000, 65536",
    "300000, 150000, 1024", "699, 700, 64", "1, 700, 64", "9000, 16, 512"
  })
  void findsWhatALookAtEachOffsetFinds(int size, int blockLength, int window, @TempDir Path dir)
      throws IOException {
    Random random = new Random(size + blockLength);
    for (int round = 0; round < 12; round++) {
      byte[] basis = new byte[size];
      random.nextBytes(basis);
      byte[] file = edited(basis, round % 6, blockLength, random);
      boolean inPlace = round >= 6;
      SignatureHeader header =
          new SignatureHeader(
              (size + blockLength - 1) / blockLength, blockLength, STRONG, size % blockLength);
      for (boolean counting : new boolean[] {false, true}) {
        assertThat(search(file, sums(basis, header), inPlace, counting, window, dir))
            .as("round %d, counting %s", round, counting)
            .isEqualTo(plainly(file, basis, header, inPlace));
      }
    }
  }

  /** Bytes changed, put in, left out, another end, pieces exchanged, or nothing. */
  private static byte[] edited(byte[] basis, int kind, int blockLength, Random random) {
    byte[] file = basis.clone();
    int at = random.nextInt(basis.length);
    switch (kind) {
      case 0 -> {}
      case 1 -> {
        for (int i = 0; i < 4; i++) {
          file[random.nextInt(file.length)] ^= 0x55;
        }
      }
      case 2 -> {
        file = Arrays.copyOf(basis, basis.length + 3);
        System.arraycopy(basis, at, file, at + 3, basis.length - at);
      }
      case 3 -> {
        int gone = Math.min(5, basis.length - at);
        System.arraycopy(basis, at + gone, file, at, basis.length - at - gone);
        file = Arrays.copyOf(file, basis.length - gone);
      }
      case 4 -> file = Arrays.copyOf(basis, basis.length + blockLength / 2 + 1);
      default -> {
        System.arraycopy(basis, at, file, 0, basis.length - at);
        System.arraycopy(basis, 0, file, basis.length - at, at);
      }
    }
    return file;
  }

  private BlockSignatures sums(byte[] basis, SignatureHeader header) {
    ByteBuffer sums =
        ByteBuffer.allocate((4 + STRONG) * header.count()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < header.count(); i++) {
      int at = (int) header.offsetOf(i);
      sums.putInt(RollingChecksum.of(basis, at, header.lengthOf(i)));
      block.of(basis, at, header.lengthOf(i), sums.array(), sums.position());
      sums.position(sums.position() + STRONG);
    }
    WireInput in =
        new WireInput(
            StreamTransport.of(
                new ByteArrayInputStream(sums.array()), OutputStream.nullOutputStream()));
    return BlockSignatures.read(in, header, MemoryBudget.unlimited());
  }

  private List<Integer> search(
      byte[] content, BlockSignatures sums, boolean inPlace, boolean counting, int window, Path dir)
      throws IOException {
    Files.write(dir.resolve("f"), content);
    Tokens tokens = new Tokens();
    MatchSearch search =
        new MatchSearch(
            tokens,
            Checksums.forTransfer(ChecksumType.XXH3_128, 0),
            block,
            TransferProgress.NONE,
            new SearchCredit(),
            counting);
    try (ConfinedTree tree =
            ConfinedTree.open(dir.toString().getBytes(ISO_8859_1), Policy.BENEATH);
        FileHandle file = tree.openRead(new byte[] {'f'}, false, false)) {
      search.sendDelta(new FileWindow(file, content.length, new byte[window]), sums, inPlace);
    }
    return tokens.all;
  }

  /** Compares the bytes themselves, at each offset, with those of each block that is left. */
  private static List<Integer> plainly(
      byte[] file, byte[] basis, SignatureHeader header, boolean inPlace) {
    Tokens tokens = new Tokens();
    int last = header.lengthOf(header.count() - 1);
    int offset = 0;
    int sent = 0;
    int wanted = 0;
    while (offset <= file.length - last) {
      int found = -1;
      int length = Math.min(header.blockLength(), file.length - offset);
      for (int i = 0; i < header.count() && found < 0; i++) {
        int at = i == 0 ? wanted : i <= wanted ? i - 1 : i;
        if (at < header.count() && fits(file, offset, length, basis, header, at, inPlace)) {
          found = at;
        }
      }
      if (found < 0) {
        offset++;
        continue;
      }
      if (offset > sent) {
        tokens.literal(file, sent, offset - sent);
      }
      tokens.match(found, file, offset, length);
      offset += length;
      sent = offset;
      wanted = found + 1;
    }
    if (file.length > sent) {
      tokens.literal(file, sent, file.length - sent);
    }
    return tokens.all;
  }

  private static boolean fits(
      byte[] file,
      int offset,
      int length,
      byte[] basis,
      SignatureHeader header,
      int i,
      boolean inPlace) {
    int at = (int) header.offsetOf(i);
    return header.lengthOf(i) == length
        && (!inPlace || at >= offset)
        && Arrays.equals(file, offset, offset + length, basis, at, at + length);
  }
}
