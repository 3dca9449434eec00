package org.jrsync.bench.memory;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whole dry runs of jrsync and rsync in turn, with all files to be made. */
final class PeakRows {
  private static final List<List<String>> OPTIONS =
      List.of(
          List.of("-an", "--no-inc-recursive"),
          List.of("-an"),
          List.of("-anH", "--no-inc-recursive"));

  private final PrintStream out;
  private final String ours;
  private final String peer;

  PeakRows(PrintStream out, String ours, String peer) {
    this.out = out;
    this.ours = ours;
    this.peer = peer;
  }

  void measure(SampleTree tree, Path scratch) throws IOException, InterruptedException {
    Path empty = Files.createTempDirectory(scratch, "jrsync-empty");
    try {
      out.println("| options | MiB | rsync | ratio | s | rsync | ratio |");
      out.println("| --- | --- | --- | --- | --- | --- | --- |");
      for (List<String> options : OPTIONS) {
        Peak a = Peak.of(command(ours, options, tree.root(), empty));
        Peak b = Peak.of(command(peer, options, tree.root(), empty));
        out.printf(
            Locale.ROOT,
            "| `%s` | %d | %d | %.2f | %.2f | %.2f | %.2f |%n",
            String.join(" ", options),
            a.kib() >> 10,
            b.kib() >> 10,
            a.kib() / (double) b.kib(),
            a.seconds(),
            b.seconds(),
            a.seconds() / b.seconds());
      }
    } finally {
      Files.delete(empty);
    }
  }

  private static List<String> command(String program, List<String> options, Path from, Path to) {
    List<String> command = new ArrayList<>();
    command.add(program);
    command.addAll(options);
    command.add(from + "/");
    command.add(to + "/");
    return command;
  }
}
