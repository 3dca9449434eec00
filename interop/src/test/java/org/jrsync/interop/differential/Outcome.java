package org.jrsync.interop.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What can be seen of a run.
 *
 * @param lines what was printed and logged, sorted: programs of several processes have no fixed
 *     order; by {@code stdout}, {@code stderr} or the name of the log
 * @param files everything about the entries of the folder, by path
 */
record Outcome(int status, Map<String, List<String>> lines, Map<String, String> files) {

  /** What differs, empty for nothing. */
  List<String> differences(Outcome wanted) {
    List<String> all = new ArrayList<>();
    if (status != wanted.status) {
      all.add("exit status " + status + " instead of " + wanted.status);
    }
    Set<String> texts = new TreeSet<>(lines.keySet());
    texts.addAll(wanted.lines.keySet());
    for (String text : texts) {
      compare(
          text,
          wanted.lines.getOrDefault(text, List.of()),
          lines.getOrDefault(text, List.of()),
          all);
    }
    TreeSet<String> paths = new TreeSet<>(files.keySet());
    paths.addAll(wanted.files.keySet());
    for (String path : paths) {
      String one = wanted.files.get(path);
      String other = files.get(path);
      if (!Objects.equals(one, other)) {
        all.add(path + ": " + other + " instead of " + one);
      }
    }
    return all;
  }

  private static void compare(String what, List<String> one, List<String> other, List<String> all) {
    Map<String, Integer> counts = new TreeMap<>();
    one.forEach(line -> counts.merge(line, -1, Integer::sum));
    other.forEach(line -> counts.merge(line, 1, Integer::sum));
    counts.forEach((line, count) -> {
      if (count != 0) {
        all.add(what + (count < 0 ? " lacks: " : " has besides: ") + line);
      }
    });
  }
}
