package org.jrsync.bench.scale.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jrsync.bench.scale.report.Report;

/** What {@code bench/connection-scale/run} runs; its README says how it is used. */
public final class Main {

  private static final Path RESULTS = Path.of("bench/target/connection-scale");

  /** Files that are open beside the clients' sockets. */
  private static final int OTHER_FILES = 300;

  private static final Path DOCS = Path.of("docs");

  private Main() {}

  /** Measures, or does what the first argument says; ends with exit status 1 where that fails. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream out = System.out;
    CommandLine line;
    try {
      line = CommandLine.parse(arguments, "root".equals(System.getProperty("user.name")));
    } catch (IllegalArgumentException e) {
      System.err.println("connection-scale: " + e.getMessage());
      System.err.println(CommandLine.USAGE);
      System.exit(2);
      return;
    }
    if (!run(line, out)) {
      System.exit(1);
    }
  }

  private static boolean run(CommandLine line, PrintStream out)
      throws IOException, InterruptedException {
    if (line.command().equals("report")) {
      Report.write(line.results() == null ? newest() : line.results(), DOCS);
      out.println("written to " + DOCS.resolve("connection-scale.md"));
      return true;
    }
    Path upstream = line.upstream() == null ? Programs.upstream() : line.upstream();
    out.println("upstream is " + upstream + ", version " + Programs.version(upstream));
    try (Bench bench = new Bench(Programs.jrsync(), upstream)) {
      if (!new Check(bench, out).passes()) {
        return false;
      }
      return line.command().equals("check") || runParts(line, bench, out);
    }
  }

  private static boolean runParts(CommandLine line, Bench bench, PrintStream out)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectories(RESULTS.resolve(now()));
    Machine.write(folder, Programs.jrsync(), bench.upstream());
    boolean well = true;
    if (line.does("rows")) {
      well = measure(line, bench, folder, out);
    }
    if (line.does("limits")) {
      well &= new LimitTrials(bench, out).run(line.selection().models(), folder);
    }
    if (line.command().equals("all")) {
      Report.write(folder, DOCS);
    }
    out.println("written to " + folder);
    return well;
  }

  /** The results that were written last. */
  private static Path newest() throws IOException {
    try (Stream<Path> folders = Files.list(RESULTS)) {
      return folders
          .filter(Results::isIn)
          .max(Comparator.comparing(Path::toString))
          .orElseThrow(() -> new IOException("no results in " + RESULTS));
    }
  }

  private static String now() {
    return LocalDateTime.now(ZoneId.systemDefault())
        .format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss", Locale.ROOT));
  }

  private static boolean measure(CommandLine line, Bench bench, Path folder, PrintStream out)
      throws IOException, InterruptedException {
    Results results = new Results();
    List<Row> rows = line.selection().rows();
    boolean well = true;
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      long start = System.nanoTime();
      Measured measured = measure(bench, row, line.repeats().of(row));
      results.put(row, measured);
      results.write(folder);
      well &= !row.model().ours() || measured.problem().isEmpty();
      out.printf(
          Locale.ROOT,
          "%d/%d %s (%.0f s): %s%n",
          i + 1,
          rows.size(),
          row,
          (System.nanoTime() - start) / 1e9,
          Summary.of(measured));
    }
    return well;
  }

  /** A row whose daemon does not even start is a failed row, and the others go on. */
  private static Measured measure(Bench bench, Row row, Repeats repeats)
      throws InterruptedException {
    try {
      if (row.waypoint() + OTHER_FILES > Machine.openFiles()) {
        throw new IOException("needs a higher hard limit of open files (ulimit -Hn)");
      }
      return new RowRun(bench, row, repeats).measure();
    } catch (IOException e) {
      Measured failed = new Measured();
      failed.fail(String.valueOf(e.getMessage()));
      return failed;
    }
  }
}
