package org.jrsync.fuzz;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs Jazzer on one target, or all, in a JVM of its own: from the seeds and the regression inputs
 * on, for a number of executions.
 */
final class FuzzRun {
  private static final Pattern DONE = Pattern.compile("Done (\\d+) runs? in (\\d+) second");
  private static final Pattern STEP = Pattern.compile("#(\\d+)\t.*");
  private static final String FINDING = "== Java Exception: ";
  private static final String INPUT = "Test unit written to ";

  /** The seeds of each target in a run of all of them, which is a short one. */
  private static final int FEW = 20;

  private final Path work;
  private final List<String> options = new ArrayList<>();
  private String classPath = System.getProperty("java.class.path");

  /** What a run came to. */
  record Outcome(long runs, long seconds, List<String> findings, List<String> output) {}

  /**
   * @param work an empty folder, where inputs and findings go
   */
  FuzzRun(Path work) {
    this.work = work;
  }

  /** Puts a folder of classes before all others. */
  void classesBefore(Path folder) {
    classPath = folder + File.pathSeparator + classPath;
  }

  /** Adds an option of Jazzer's or libFuzzer's. */
  void option(String option) {
    options.add(option);
  }

  /** Where the inputs are with which the run began, and those that reached more. */
  Path corpus() {
    return work.resolve("corpus");
  }

  /** At most so many of a list, from all over it. */
  static List<byte[]> few(List<byte[]> all, int most) {
    List<byte[]> few = new ArrayList<>();
    int step = 1 + (all.size() - 1) / most;
    for (int i = 0; i < all.size(); i += step) {
      few.add(all.get(i));
    }
    return few;
  }

  private static void write(Path corpus, List<Target> targets) throws IOException {
    for (int t = 0; t < targets.size(); t++) {
      List<byte[]> inputs = new ArrayList<>(targets.get(t).seeds());
      if (targets.size() > 1) {
        inputs = few(inputs, FEW);
      }
      inputs.addAll(Regressions.of(targets.get(t)));
      for (int i = 0; i < inputs.size(); i++) {
        Seed seed = targets.size() == 1 ? Seed.of() : Seed.of(t);
        Files.write(
            corpus.resolve(targets.get(t).name() + "-" + i), seed.then(inputs.get(i)).bytes());
      }
    }
  }

  /** Runs the targets, at most so many times. */
  Outcome run(List<Target> targets, long runs) throws IOException, InterruptedException {
    Path corpus = Files.createDirectories(corpus());
    Path findings = Files.createDirectories(work.resolve("findings"));
    write(corpus, targets);
    String name = targets.size() == 1 ? targets.getFirst().name() : FuzzEntry.ALL;
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Xss2m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-D" + FuzzEntry.TARGET + "=" + name,
                "-cp",
                classPath,
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + FuzzEntry.class.getName(),
                "--instrumentation_includes=org.jrsync.**",
                "--instrumentation_excludes=org.jrsync.fuzz.**",
                "--reproducer_path=" + findings,
                "-runs=" + runs,
                "-timeout=60",
                "-rss_limit_mb=0",
                "-max_len=8192",
                "-reload=0",
                "-artifact_prefix=" + findings + "/"));
    command.addAll(options);
    command.add(corpus.toString());
    Process process =
        new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true).start();
    try {
      Outcome outcome = read(process);
      process.waitFor();
      return outcome;
    } finally {
      process.destroyForcibly();
    }
  }

  private static Outcome read(Process process) throws IOException {
    long runs = 0;
    long seconds = 0;
    List<String> findings = new ArrayList<>();
    List<String> output = new ArrayList<>();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher done = DONE.matcher(line);
        Matcher step = STEP.matcher(line);
        if (done.find()) {
          runs = Long.parseLong(done.group(1));
          seconds = Long.parseLong(done.group(2));
        } else if (step.matches()) {
          runs = Math.max(runs, Long.parseLong(step.group(1)));
          continue;
        } else if (line.startsWith(FINDING)) {
          findings.add(line.substring(FINDING.length()));
        } else if (line.contains(INPUT)) {
          findings.add(line.substring(line.indexOf(INPUT)));
        }
        output.add(line);
      }
    }
    return new Outcome(runs, seconds, findings, output);
  }
}
