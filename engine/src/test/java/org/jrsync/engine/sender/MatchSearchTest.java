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

class MatchSearchTest {
  private static final int STRONG = 16;
  private static final int SIZE = 8 << 20;

  /** Counts what it sums. */
  private static final class Counting implements StrongChecksum {
    private final StrongChecksum sum = Checksums.forBlocks(ChecksumType.XXH3_128, 0, true);
    private long bytes;

    @Override
    public int length() {
      return sum.length();
    }

    @Override
    public void reset() {
      sum.reset();
    }

    @Override
    public void update(byte[] data, int offset, int length) {
      bytes += length;
      sum.update(data, offset, length);
    }

    @Override
    public void digest(byte[] out, int offset) {
      sum.digest(out, offset);
    }
  }

  private static final class Matches implements TokenWriter {
    private final List<Integer> blocks = new ArrayList<>();
    private long literals;

    @Override
    public void literal(byte[] data, int offset, int length) {
      literals += length;
    }

    @Override
    public void match(int index, byte[] data, int offset, int length) {
      blocks.add(index);
    }

    @Override
    public void end() {}
  }

  /**
   * Weak sums that fit at every offset of a file, with strong sums that never do, cost a bounded
   * amount of work, and the search goes on: the right block behind all that is found.
   */
  @ParameterizedTest
  // The last claims a basis far longer than the file, which earns no more.
  @CsvSource({"700, 5000", "32768, 1", "131072, 3", "131072, 200000"})
  void sumsThatSeemToFitEverywhereDoNotHoldASender(int length, int wrong, @TempDir Path dir)
      throws IOException {
    byte[] content = new byte[SIZE];
    // Enough between them for the search to earn what its last look at zeros has cost.
    byte[] end = new byte[2 * length + 16 * 1024];
    new Random(length).nextBytes(end);
    System.arraycopy(end, 0, content, SIZE - end.length, end.length);
    byte[] right = Arrays.copyOfRange(end, end.length - length, end.length);
    Files.write(dir.resolve("f"), content);
    Counting block = new Counting();
    byte[] digest = new byte[STRONG];
    block.of(right, 0, length, digest, 0);
    block.bytes = 0;
    ByteBuffer sums =
        ByteBuffer.allocate((4 + STRONG) * (wrong + 1)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < wrong; i++) {
      byte[] other = new byte[STRONG];
      Arrays.fill(other, (byte) 1);
      sums.putInt(0).put(other);
    }
    sums.putInt(RollingChecksum.of(right, 0, length)).put(digest);
    SignatureHeader header = new SignatureHeader(wrong + 1, length, STRONG, 0);
    WireInput in =
        new WireInput(
            StreamTransport.of(
                new ByteArrayInputStream(sums.array()), OutputStream.nullOutputStream()));
    Matches matches = new Matches();
    SearchCredit credit = new SearchCredit();
    MatchSearch search = search(matches, block, credit);
    BlockSignatures blocks = BlockSignatures.read(in, header, MemoryBudget.unlimited());
    send(search, blocks, dir);
    long earned = (long) MatchSearch.CREDIT_PER_BYTE * SIZE;
    long most = SearchCredit.FIRST + earned;
    assertThat(block.bytes).isLessThanOrEqualTo(most + length);
    assertThat(search.falseAlarms()).isLessThanOrEqualTo(most / 4 + BlockIndex.MAX_CHAIN);
    assertThat(search.falseAlarms()).isGreaterThan(100);
    assertThat(matches.blocks).containsExactly(wrong);
    assertThat(matches.literals).isEqualTo(SIZE - length);
    // Further files of the same session have what they earn, and no first credit of their own.
    for (int i = 0; i < 3; i++) {
      block.bytes = 0;
      send(search(new Matches(), block, credit), blocks, dir);
      assertThat(block.bytes).isLessThanOrEqualTo(earned + 2L * length);
    }
  }

  private static MatchSearch search(Matches matches, Counting block, SearchCredit credit) {
    return new MatchSearch(
        matches,
        Checksums.forBlocks(ChecksumType.XXH3_128, 0, true),
        block,
        TransferProgress.NONE,
        credit,
        false);
  }

  private static void send(MatchSearch search, BlockSignatures blocks, Path dir) {
    try (ConfinedTree tree =
            ConfinedTree.open(dir.toString().getBytes(ISO_8859_1), Policy.BENEATH);
        FileHandle file = tree.openRead(new byte[] {'f'}, false, false)) {
      search.sendDelta(new FileWindow(file, SIZE, new byte[256 * 1024]), blocks, false);
    }
  }
}
