package org.jrsync.bench.scale.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jrsync.bench.scale.daemon.Model;

/** Runs every {@link LimitTrial} with the models of jrsync, into {@code limits.csv}. */
public final class LimitTrials {

  /** The file's name. */
  public static final String CSV = "limits.csv";

  private final Bench bench;
  private final PrintStream out;

  LimitTrials(Bench bench, PrintStream out) {
    this.bench = bench;
    this.out = out;
  }

  /**
   * Runs them.
   *
   * @param models those that are wanted; ones that are not jrsync's are passed over
   * @param folder for the file, which is written anew after each trial
   * @return whether nothing happened that must not
   */
  boolean run(Iterable<Model> models, Path folder) throws IOException, InterruptedException {
    StringBuilder csv = new StringBuilder(LimitOutcome.CSV_HEAD);
    boolean well = true;
    for (LimitTrial trial : LimitTrial.all()) {
      for (Model model : models) {
        if (model.ours()) {
          LimitOutcome outcome = run(trial, model);
          csv.append(outcome.csv());
          Files.writeString(folder.resolve(CSV), csv);
          out.print(outcome.csv());
          well &= outcome.faults().isEmpty();
        }
      }
    }
    return well;
  }

  private LimitOutcome run(LimitTrial trial, Model model) throws InterruptedException {
    try {
      return new LimitRun(bench, trial, model).run();
    } catch (IOException e) {
      return new LimitOutcome(
          trial.name(),
          model.title(),
          trial.pressure(),
          0,
          0,
          0,
          0,
          0,
          List.of(String.valueOf(e.getMessage())),
          Map.of());
    }
  }
}
