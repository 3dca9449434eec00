package org.jrsync.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Short runs of Jazzer. */
class FuzzRunTest {
  private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
  private static final int RUNS = 60_000;
  private static final int SECONDS = 8;

  @TempDir Path work = Path.of("");

  @BeforeEach
  void jazzerRunsHere() {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    assumeThat(system)
        .as("Jazzer has no native part for " + system)
        .matches("Linux (amd64|x86_64|aarch64)|Mac OS X (x86_64|aarch64)");
  }

  @Test
  void noTargetFindsAnything() throws IOException, InterruptedException {
    FuzzRun run = new FuzzRun(work);
    run.option("-max_total_time=" + SECONDS);
    FuzzRun.Outcome outcome = run.run(Targets.all(), RUNS);
    assertThat(outcome.findings()).as(outcome.output().toString()).isEmpty();
    assertThat(outcome.runs()).as(outcome.output().toString()).isGreaterThan(320);
  }

  /** A decoder without one of its checks: what targets are for. */
  @Test
  void aPlantedBugIsFound() throws IOException, InterruptedException {
    Target target = Targets.named("signatures");
    Path classes = Files.createDirectories(work.resolve("classes"));
    PlantedBug.of(target).compile(TOP, classes, System.getProperty("java.class.path"));
    FuzzRun run = new FuzzRun(work);
    run.classesBefore(classes);
    run.option("-max_total_time=60");
    FuzzRun.Outcome outcome = run.run(List.of(target), 10_000_000);
    assertThat(outcome.findings()).as(outcome.output().toString()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("org.jrsync.fuzz.RegressionTest#names")
  void everyTargetHasABugToPlant(String name) throws IOException {
    assertThat(PlantedBug.of(Targets.named(name)).places(TOP)).isEqualTo(1);
  }
}
