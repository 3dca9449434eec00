package org.jrsync.bench.scale.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What came of a {@link LimitTrial} with one model.
 *
 * @param trial its name
 * @param model the model's title
 * @param pressure how many clients came
 * @param greeted how many of them were greeted while the pressure lasted
 * @param finished how many were served in the end, those that had to wait included
 * @param refused how many were told that they would not be served
 * @param lost how many were cut off or never greeted
 * @param after clients served afterwards, of {@value LimitRun#AFTER}
 * @param faults what must not be, empty where all is well
 * @param reasons what those that were not served saw
 */
public record LimitOutcome(
    String trial,
    String model,
    int pressure,
    int greeted,
    int finished,
    int refused,
    int lost,
    int after,
    List<String> faults,
    Map<String, Integer> reasons) {

  static final String CSV_HEAD =
      "trial,model,clients,greeted,finished,refused,lost,after,faults,reasons\n";

  /** A line of {@code limits.csv}. */
  String csv() {
    List<String> seen = new ArrayList<>();
    reasons.forEach((reason, count) -> seen.add(count + " x " + reason));
    return String.join(
            ",",
            plain(trial),
            model,
            Integer.toString(pressure),
            Integer.toString(greeted),
            Integer.toString(finished),
            Integer.toString(refused),
            Integer.toString(lost),
            Integer.toString(after),
            plain(String.join("; ", faults)),
            plain(String.join("; ", seen)))
        + "\n";
  }

  private static String plain(String text) {
    return text.replace(',', ';').replace('\n', ' ');
  }
}
