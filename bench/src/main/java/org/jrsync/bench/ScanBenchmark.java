package org.jrsync.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.DirectorySnapshot;
import org.jrsync.posix.Policy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A scan of 100 000 files in 100 folders, in nanoseconds an entry; the folder for temporary files
 * (java.io.tmpdir) decides on the file system.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ScanBenchmark {
  private static final int FOLDERS = 100;
  private static final int FILES = 1000;

  private Path root = Path.of("");
  private byte[][] folders = {};

  /** Makes the tree. */
  @Setup
  public void make() throws IOException {
    root = Files.createTempDirectory("jrsync-scan");
    folders = new byte[FOLDERS][];
    for (int i = 0; i < FOLDERS; i++) {
      String name = "folder" + i;
      folders[i] = name.getBytes(StandardCharsets.US_ASCII);
      Path folder = Files.createDirectory(root.resolve(name));
      for (int j = 0; j < FILES; j++) {
        Files.createFile(folder.resolve("file-" + j + ".dat"));
      }
    }
  }

  /** Removes the tree. */
  @TearDown
  public void remove() throws IOException {
    try (var paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Every folder read into a snapshot, with what stat says of each entry. */
  @Benchmark
  @OperationsPerInvocation(FOLDERS * FILES)
  public long snapshots() {
    long all = 0;
    try (ConfinedTree tree =
        ConfinedTree.open(root.toString().getBytes(StandardCharsets.UTF_8), Policy.BENEATH)) {
      for (byte[] folder : folders) {
        DirectorySnapshot snapshot = tree.list(folder);
        all += snapshot.count() + snapshot.mtimeSeconds(0);
      }
    }
    return all;
  }
}
