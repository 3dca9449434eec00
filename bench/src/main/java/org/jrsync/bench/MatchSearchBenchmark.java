package org.jrsync.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jrsync.engine.TransferProgress;
import org.jrsync.engine.sender.FileWindow;
import org.jrsync.engine.sender.MatchSearch;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.Policy;
import org.jrsync.wire.Transport;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.checksum.ChecksumType;
import org.jrsync.wire.checksum.Checksums;
import org.jrsync.wire.checksum.RollingChecksum;
import org.jrsync.wire.checksum.StrongChecksum;
import org.jrsync.wire.compress.TokenWriter;
import org.jrsync.wire.signature.BlockSignatures;
import org.jrsync.wire.signature.BlockSizes;
import org.jrsync.wire.signature.SignatureHeader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A file of 32 MiB searched for the blocks of an older one, in nanoseconds a byte. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MatchSearchBenchmark {
  private static final int LENGTH = 1 << 25;

  /** How much the old file has in common with the new one. */
  public enum Basis {
    /** Twelve places differ: nearly every block matches where the last one ended. */
    CHANGED,
    /** One byte was put in front: every block is found one byte on. */
    SHIFTED,
    /** Nothing: every offset is looked up in vain. */
    OTHER
  }

  /** The old file. */
  @Param public Basis basis = Basis.CHANGED;

  private final byte[] buffer = new byte[256 * 1024];
  private final StrongChecksum whole = Checksums.forTransfer(ChecksumType.XXH3_128, 1);
  private final StrongChecksum block = Checksums.forBlocks(ChecksumType.XXH3_128, 1, true);
  private Path folder = Path.of("");
  private ConfinedTree tree = ConfinedTree.open(bytes("/"), Policy.OPERATOR);
  private BlockSignatures blocks = signatures(new byte[0]);

  /** Writes the new file and makes the old one's signature. */
  @Setup
  public void make() throws IOException {
    byte[] data = Data.random(LENGTH);
    folder = Files.createTempDirectory("jrsync-match");
    Files.write(folder.resolve("new"), data);
    tree.close();
    tree = ConfinedTree.open(bytes(folder.toString()), Policy.BENEATH);
    Random random = new Random(5);
    switch (basis) {
      case CHANGED -> {
        for (int i = 0; i < 12; i++) {
          int at = random.nextInt(LENGTH - 1500);
          for (int j = 0; j < 1500; j++) {
            data[at + j] ^= 0x55;
          }
        }
      }
      case SHIFTED -> System.arraycopy(data, 1, data, 0, LENGTH - 1);
      case OTHER -> random.nextBytes(data);
    }
    blocks = signatures(data);
  }

  /** Removes the file. */
  @TearDown
  public void remove() throws IOException {
    tree.close();
    Files.delete(folder.resolve("new"));
    Files.delete(folder);
  }

  /** The search, and the tokens that it gives. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public long search() {
    var tokens = new Counter();
    whole.reset();
    try (FileHandle file = tree.openRead(bytes("new"), false, false)) {
      var search = new MatchSearch(tokens, whole, block, TransferProgress.NONE);
      search.sendDelta(new FileWindow(file, LENGTH, buffer), blocks, false);
      return search.literalBytes() + tokens.count;
    }
  }

  private BlockSignatures signatures(byte[] data) {
    SignatureHeader header = BlockSizes.forFile(data.length, 33, 0, block.length(), false);
    var memory = new MemoryTransport(64 + 24 * header.count());
    var out = new WireOutput(memory);
    header.write(out);
    byte[] digest = new byte[block.length()];
    for (int i = 0; i < header.count(); i++) {
      int at = (int) header.offsetOf(i);
      block.of(data, at, header.lengthOf(i), digest, 0);
      int weak = RollingChecksum.of(data, at, header.lengthOf(i));
      BlockSignatures.write(out, header, weak, digest, 0);
    }
    out.flush();
    return read(memory);
  }

  private BlockSignatures read(Transport recorded) {
    var in = new WireInput(recorded);
    return BlockSignatures.read(in, SignatureHeader.read(in, block.length()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Counts the tokens and drops them. */
  private static final class Counter implements TokenWriter {
    private long count;

    @Override
    public void literal(byte[] data, int offset, int length) {
      count++;
    }

    @Override
    public void match(int index, byte[] data, int offset, int length) {
      count++;
    }

    @Override
    public void end() {
      count++;
    }
  }
}
