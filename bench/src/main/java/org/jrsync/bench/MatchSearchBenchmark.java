package org.jrsync.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jrsync.engine.TransferProgress;
import org.jrsync.engine.sender.FileWindow;
import org.jrsync.engine.sender.MatchSearch;
import org.jrsync.engine.sender.SearchCredit;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.Policy;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.Protocol;
import org.jrsync.wire.WireInput;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.checksum.ChecksumType;
import org.jrsync.wire.checksum.Checksums;
import org.jrsync.wire.checksum.RollingChecksum;
import org.jrsync.wire.checksum.StrongChecksum;
import org.jrsync.wire.compress.CompressionType;
import org.jrsync.wire.compress.TokenCodec;
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

/**
 * The sender's search of a file of 1 MiB for the blocks of a signature, its tokens written without
 * compression, in nanoseconds a byte.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MatchSearchBenchmark {
  private static final int LENGTH = 1 << 20;
  private static final byte[] NAME = {'f'};

  /** How a file differs from the one whose signature is known. */
  public enum Difference {
    /** Not at all: every block matches where it is expected. */
    NONE,
    /** One byte more at the front: every block matches one byte later. */
    INSERTED,
    /** Wholly: no block matches, and hardly a weak sum. */
    UNRELATED,
    /**
     * Wholly, but each weak sum of the file is that of all blocks: the search has to look at as
     * many as it is bound to at every byte.
     */
    EQUAL_WEAK_SUMS
  }

  /** The kind of the new file. */
  @Param public Difference difference = Difference.NONE;

  private final StrongChecksum whole = Checksums.forTransfer(ChecksumType.XXH3_128, 1);
  private final StrongChecksum block = Checksums.forBlocks(ChecksumType.XXH3_128, 1, true);
  private final SignatureHeader header =
      BlockSizes.forFile(LENGTH, Protocol.NEWEST, 0, block.length(), false);
  private final MemoryTransport memory = new MemoryTransport(2 * LENGTH);
  private final byte[] buffer = new byte[256 * 1024];
  private final byte[] digest = new byte[block.length()];

  private Path folder = Path.of("");
  private BlockSignatures signature = read(SignatureHeader.EMPTY);
  private FileHandle file = new FileHandle(-1);

  /** Makes the file and the signature. */
  @Setup
  public void make() throws IOException {
    byte[] basis = difference == Difference.EQUAL_WEAK_SUMS ? equalWeakSums() : Data.random(LENGTH);
    byte[] data = new byte[LENGTH];
    switch (difference) {
      case NONE -> System.arraycopy(basis, 0, data, 0, LENGTH);
      case INSERTED -> System.arraycopy(basis, 0, data, 1, LENGTH - 1);
      case UNRELATED -> System.arraycopy(Data.random(2 * LENGTH), LENGTH, data, 0, LENGTH);
      case EQUAL_WEAK_SUMS -> {}
    }
    signature = sign(basis);
    folder = Files.createTempDirectory("jrsync-search");
    Files.write(folder.resolve("f"), data);
    try (ConfinedTree tree =
        ConfinedTree.open(folder.toString().getBytes(StandardCharsets.UTF_8), Policy.BENEATH)) {
      file = tree.openRead(NAME, false, false);
    }
    long matched = search();
    if (matched != expected()) {
      throw new IllegalStateException(matched + " bytes matched, not " + expected());
    }
  }

  private long expected() {
    return switch (difference) {
      case NONE -> LENGTH;
      case INSERTED -> LENGTH - header.blockLength();
      case UNRELATED, EQUAL_WEAK_SUMS -> 0;
    };
  }

  /** Removes the file. */
  @TearDown
  public void remove() throws IOException {
    file.close();
    Files.delete(folder.resolve("f"));
    Files.delete(folder);
  }

  /** Zeros but for three bytes a block, at places of its own, that leave the weak sum at 0. */
  private byte[] equalWeakSums() {
    byte[] data = new byte[LENGTH];
    for (int i = 0; i < header.count(); i++) {
      int at = (int) header.offsetOf(i) + i % (header.blockLength() - 2);
      data[at] = 1;
      data[at + 1] = -2;
      data[at + 2] = 1;
    }
    return data;
  }

  private BlockSignatures sign(byte[] basis) {
    memory.clear();
    var out = new WireOutput(memory);
    for (int i = 0; i < header.count(); i++) {
      int at = (int) header.offsetOf(i);
      int length = header.lengthOf(i);
      block.of(basis, at, length, digest, 0);
      BlockSignatures.write(out, header, RollingChecksum.of(basis, at, length), digest, 0);
    }
    out.flush();
    return read(header);
  }

  private BlockSignatures read(SignatureHeader numbers) {
    memory.rewind();
    return BlockSignatures.read(new WireInput(memory), numbers, MemoryBudget.unlimited());
  }

  /** From the file's bytes to tokens. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public long search() {
    memory.clear();
    var out = new WireOutput(memory);
    whole.reset();
    try (TokenWriter tokens = TokenCodec.writer(CompressionType.NONE, 0, 0, out)) {
      var search =
          new MatchSearch(tokens, whole, block, TransferProgress.NONE, new SearchCredit(), false);
      search.sendDelta(new FileWindow(file, LENGTH, buffer), signature, false);
      out.flush();
      return search.matchedBytes();
    }
  }
}
