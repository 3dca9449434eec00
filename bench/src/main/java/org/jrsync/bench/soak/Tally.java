package org.jrsync.bench.soak;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/** Counts what sessions came to, by kind, and shows each that went wrong. */
final class Tally {
  private static final int MOST_SHOWN = 50;

  private final PrintStream out;
  private final Map<String, Long> right = new TreeMap<>();
  private final Map<String, Long> wrong = new TreeMap<>();
  private int shown;

  Tally(PrintStream out) {
    this.out = out;
  }

  synchronized void right(String kind) {
    right.merge(kind, 1L, Long::sum);
  }

  synchronized void wrong(String kind, String why) {
    wrong.merge(kind, 1L, Long::sum);
    if (shown++ < MOST_SHOWN) {
      out.println("WRONG " + kind + ": " + why);
    }
  }

  /** Whether nothing went wrong, and something right of every kind. */
  synchronized boolean clean(Iterable<String> kinds) {
    for (String kind : kinds) {
      if (right.getOrDefault(kind, 0L) == 0) {
        out.println("none of " + kind);
        return false;
      }
    }
    return wrong.isEmpty();
  }

  synchronized long total() {
    return right.values().stream().mapToLong(Long::longValue).sum();
  }

  synchronized void print() {
    out.println("| kind | as it should be | not |");
    out.println("| --- | --- | --- |");
    Map<String, Long> all = new TreeMap<>(right);
    wrong.forEach((kind, count) -> all.putIfAbsent(kind, 0L));
    all.forEach((kind, count) ->
        out.println("| " + kind + " | " + count + " | " + wrong.getOrDefault(kind, 0L) + " |"));
  }
}
