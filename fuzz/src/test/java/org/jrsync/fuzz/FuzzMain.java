package org.jrsync.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/**
 * What {@code fuzz/run} runs: one target for a number of executions, and a line about what came of
 * it. With {@code planted} the target is given a decoder with a bug, and has to find it.
 */
public final class FuzzMain {
  /** From so many hundredths on, missed lines are few enough to be shown. */
  private static final int SHOWN = 60;

  private FuzzMain() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 4) {
      System.err.println("usage: FuzzMain TOP WORK TARGET RUNS [planted] [OPTION...]");
      System.exit(1);
    }
    Path top = Path.of(arguments[0]).toAbsolutePath();
    Path work = Path.of(arguments[1]).toAbsolutePath();
    Target target = Targets.named(arguments[2]);
    long runs = Long.parseLong(arguments[3]);
    List<String> more = List.of(arguments).subList(4, arguments.length);
    boolean planted = more.contains("planted");
    Path folder =
        Files.createTempDirectory(
            Files.createDirectories(work), target.name() + (planted ? "-planted-" : "-"));
    FuzzRun run = new FuzzRun(folder);
    if (planted) {
      Path classes = Files.createDirectories(folder.resolve("classes"));
      PlantedBug.of(target).compile(top, classes, System.getProperty("java.class.path"));
      run.classesBefore(classes);
    }
    more.stream().filter(option -> option.startsWith("-")).forEach(run::option);
    FuzzRun.Outcome outcome = run.run(List.of(target), runs);
    Files.write(folder.resolve("output"), outcome.output());
    System.out.println(planted ? planted(target, outcome) : told(target, run, outcome));
    outcome.findings().forEach(finding -> System.out.println("  " + finding));
    System.exit(planted == outcome.findings().isEmpty() || outcome.runs() == 0 ? 1 : 0);
  }

  private static String told(Target target, FuzzRun run, FuzzRun.Outcome outcome) throws Exception {
    String line =
        String.format(
            Locale.ROOT,
            "%s %s: %,d executions in %,d s, %d findings",
            LocalDate.now(ZoneOffset.UTC),
            target.name(),
            outcome.runs(),
            outcome.seconds(),
            outcome.findings().size());
    if (!outcome.findings().isEmpty()) {
      return line;
    }
    LineCoverage lines = LineCoverage.of(target, run.corpus());
    return String.format(
        Locale.ROOT,
        "%s, %.1f %% of %d lines%s",
        line,
        lines.percent(),
        lines.all(),
        lines.missed().isEmpty() || lines.percent() < SHOWN
            ? ""
            : "; missed: " + String.join(" ", lines.missed()));
  }

  private static String planted(Target target, FuzzRun.Outcome outcome) {
    return LocalDate.now(ZoneOffset.UTC)
        + " "
        + target.name()
        + ": the planted bug was "
        + (outcome.findings().isEmpty() ? "not found in " : "found within ")
        + outcome.runs()
        + " executions";
  }
}
