package org.jrsync.engine.receiver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.jrsync.engine.TransferProgress;
import org.jrsync.engine.sender.FileWindow;
import org.jrsync.engine.sender.MatchSearch;
import org.jrsync.engine.sender.SearchCredit;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.Policy;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.StreamTransport;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.checksum.StrongChecksum;
import org.jrsync.wire.compress.TokenReader;
import org.jrsync.wire.compress.TokenWriter;
import org.jrsync.wire.signature.BlockSignatures;
import org.jrsync.wire.signature.SignatureHeader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A peer of an old protocol version may ask for blocks of 512 MiB, which nobody has to hold. */
class LongBlocksTest {
  private static final int BUFFER = 256 * 1024;
  private static final int BLOCK = 32 << 20;
  private static final long SIZE = 40L << 20;
  private static final SignatureHeader HEADER = new SignatureHeader(2, BLOCK, 16, 8 << 20);

  @TempDir private Path dir;

  private static final class Sum implements StrongChecksum {
    long bytes;

    @Override
    public int length() {
      return 16;
    }

    @Override
    public void reset() {
      bytes = 0;
    }

    @Override
    public void update(byte[] data, int offset, int length) {
      bytes += length;
    }

    @Override
    public void digest(byte[] out, int offset) {}
  }

  private static WireInput zeros(int count) {
    return new WireInput(
        StreamTransport.of(
            new ByteArrayInputStream(new byte[count]), OutputStream.nullOutputStream()));
  }

  @BeforeEach
  void makeFile() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(dir.resolve("f").toFile(), "rw")) {
      file.setLength(SIZE);
    }
  }

  private FileHandle open(ConfinedTree tree) {
    return tree.openRead(new byte[] {'f'}, false, false);
  }

  private ConfinedTree tree() {
    return ConfinedTree.open(dir.toString().getBytes(ISO_8859_1), Policy.BENEATH);
  }

  @Test
  void theSenderDoesNotSearchForThem() {
    long[] literals = {0};
    TokenWriter tokens =
        new TokenWriter() {
          @Override
          public void literal(byte[] data, int offset, int length) {
            literals[0] += length;
          }

          @Override
          public void match(int index, byte[] data, int offset, int length) {
            throw new AssertionError("block " + index);
          }

          @Override
          public void end() {}
        };
    try (ConfinedTree tree = tree();
        FileHandle file = open(tree)) {
      FileWindow window = new FileWindow(file, SIZE, new byte[BUFFER]);
      Sum whole = new Sum();
      MatchSearch search =
          new MatchSearch(
              tokens, whole, new Sum(), TransferProgress.NONE, new SearchCredit(), false);
      search.sendDelta(
          window, BlockSignatures.read(zeros(40), HEADER, MemoryBudget.unlimited()), false);
      assertThat(literals[0]).isEqualTo(SIZE);
      assertThat(whole.bytes).isEqualTo(SIZE);
      assertThat(window.bytes()).hasSize(BUFFER);
    }
  }

  @Test
  void theReceiverCopiesThemInPieces() {
    TokenReader tokens =
        new TokenReader() {
          private int next;

          @Override
          public int next() {
            return ++next > HEADER.count() ? END : -next;
          }

          @Override
          public int literal(byte[] target, int offset, int max) {
            return 0;
          }
        };
    try (ConfinedTree tree = tree();
        FileHandle file = open(tree)) {
      FileWindow window = new FileWindow(file, SIZE, new byte[BUFFER]);
      Sum whole = new Sum();
      DeltaReceiver delta = new DeltaReceiver(zeros(16), tokens, whole, TransferProgress.NONE);
      assertThat(delta.receive(HEADER, window, null, false, 0, false, SIZE)).isTrue();
      assertThat(whole.bytes).isEqualTo(SIZE);
      assertThat(delta.matchedBytes()).isEqualTo(SIZE);
      assertThat(window.bytes()).hasSize(BUFFER);
    }
  }
}
