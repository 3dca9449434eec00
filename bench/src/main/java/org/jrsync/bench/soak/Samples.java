package org.jrsync.bench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jrsync.bench.scale.daemon.Usage;

/** What a daemon used while it had no client, from time to time. */
final class Samples {
  /** What may be kept by chance: a thread or descriptor of something that is done once. */
  private static final long FEW = 2;

  /** A heap is as large as its last collections left it. */
  private static final double MORE_MEMORY = 1.1;

  /** One look. */
  record Sample(double minutes, long sessions, Usage usage) {}

  private final List<Sample> all = new ArrayList<>();

  void add(Sample sample) {
    all.add(sample);
  }

  /** As lines of numbers, for a spreadsheet. */
  List<String> csv() {
    List<String> lines = new ArrayList<>(List.of("minutes,sessions,pss KiB,threads,descriptors"));
    for (Sample sample : all) {
      Usage usage = sample.usage;
      lines.add(
          "%.1f,%d,%d,%d,%d"
              .formatted(
                  sample.minutes,
                  sample.sessions,
                  usage.pssKib(),
                  usage.threads(),
                  usage.descriptors()));
    }
    return lines;
  }

  /** The median of a figure in one quarter of the time, the first being 0. */
  long median(int quarter, ToLongFunction<Usage> figure) {
    int from = all.size() * quarter / 4;
    int to = Math.max(from + 1, all.size() * (quarter + 1) / 4);
    List<Long> values =
        all.subList(from, to).stream()
            .map(sample -> figure.applyAsLong(sample.usage))
            .sorted()
            .toList();
    return values.get(values.size() / 2);
  }

  /** Whether the last quarter is like the second: the first one is a JVM that warms up. */
  boolean steady() {
    return median(3, Usage::pssKib) <= MORE_MEMORY * median(1, Usage::pssKib)
        && median(3, Usage::threads) <= median(1, Usage::threads) + FEW
        && median(3, Usage::descriptors) <= median(1, Usage::descriptors) + FEW;
  }

  /** The quarters' medians as a table. */
  List<String> table() {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "| quarter | sessions until then | PSS, MiB | threads | descriptors |",
                "| --- | --- | --- | --- | --- |"));
    for (int quarter = 0; quarter < 4; quarter++) {
      lines.add(
          "| %d | %d | %.1f | %d | %d |"
              .formatted(
                  quarter + 1,
                  all.get(Math.max(0, all.size() * (quarter + 1) / 4 - 1)).sessions,
                  median(quarter, Usage::pssKib) / 1024.0,
                  median(quarter, Usage::threads),
                  median(quarter, Usage::descriptors)));
    }
    return lines;
  }
}
