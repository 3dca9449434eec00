package org.jrsync.bench.memory;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jrsync.engine.scan.SourceFiles;

/** The heap that lists take, as a row for each kind of transfer. */
final class HeapRows {
  private static final String[] LETTERS = {"a", "aH", "ac", "aAX", "aHcUAX"};

  private final PrintStream out;
  private final Path scratch;

  /**
   * @param scratch folder for the bytes of lists
   */
  HeapRows(PrintStream out, Path scratch) {
    this.out = out;
    this.scratch = scratch;
  }

  void head() {
    out.println("| files a directory | options | list | sender | receiver |");
    out.println("| --- | --- | --- | --- | --- |");
  }

  void measure(SampleTree tree, int perDirectory) throws IOException {
    for (String letters : LETTERS) {
      for (boolean incremental : new boolean[] {false, true}) {
        row(tree, perDirectory, Variant.of(letters, incremental));
      }
    }
  }

  private void row(SampleTree tree, int perDirectory, Variant variant) throws IOException {
    Path written = Files.createTempFile(scratch, "jrsync-list", ".bytes");
    try {
      double sender = sender(tree, variant, written) / (double) tree.entries();
      double receiver = receiver(tree, variant, written) / (double) tree.entries();
      out.printf(
          Locale.ROOT,
          "| %d | `%s` | %s | %.1f | %.1f |%n",
          perDirectory,
          variant.name(),
          variant.incremental() ? "in parts" : "whole",
          sender,
          receiver);
    } finally {
      Files.delete(written);
    }
  }

  private static long sender(SampleTree tree, Variant variant, Path written) throws IOException {
    long before = Heap.live();
    try (SourceFiles files = SenderList.make(tree.root(), variant, written)) {
      // Closed after that, so that the list is there until then.
      long bytes = Heap.live() - before;
      requireAll(tree, files.segments().total());
      return bytes;
    }
  }

  private static long receiver(SampleTree tree, Variant variant, Path written) throws IOException {
    long before = Heap.live();
    ReceiverList list = ReceiverList.read(written, variant);
    try {
      long bytes = Heap.live() - before;
      requireAll(tree, list.entries());
      return bytes;
    } finally {
      Reference.reachabilityFence(list);
    }
  }

  private static void requireAll(SampleTree tree, long entries) {
    if (entries != tree.entries()) {
      throw new IllegalStateException(
          "a list of " + entries + " entries for a tree of " + tree.entries());
    }
  }
}
