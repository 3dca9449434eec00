package org.jrsync.bench.memory;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** Measures what file lists take of memory; docs/benchmarks.md says how to read it. */
public final class Main {
  private static final int[] PER_DIRECTORY = {100, 1000};

  private Main() {}

  /**
   * Prints the tables.
   *
   * @param args number of files, folder for the trees, jrsync, and rsync where whole runs are
   *     wanted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    PrintStream out = System.out;
    int files = Integer.parseInt(args[0]);
    Path scratch = Path.of(args[1]);
    HeapRows heap = new HeapRows(out, scratch);
    out.printf("Heap bytes a file; %d files:%n%n", files);
    heap.head();
    for (int perDirectory : PER_DIRECTORY) {
      try (SampleTree tree = SampleTree.make(scratch, files, perDirectory)) {
        heap.measure(tree, perDirectory);
        if (args.length > 3 && perDirectory == PER_DIRECTORY[0]) {
          out.printf("%nPeak of whole dry runs; %d files:%n%n", files);
          new PeakRows(out, args[2], args[3]).measure(tree, scratch);
          out.println();
          heap.head();
        }
      }
    }
  }
}
