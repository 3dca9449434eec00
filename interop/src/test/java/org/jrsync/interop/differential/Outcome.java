package org.jrsync.interop.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What can be seen of a run.
 *
 * @param out what was printed, sorted: programs of several processes have no fixed order
 * @param files everything about the entries of the folder, by path
 */
record Outcome(int status, List<String> out, List<String> err, Map<String, String> files) {

  /** What differs, empty for nothing. */
  List<String> differences(Outcome wanted) {
    List<String> all = new ArrayList<>();
    if (status != wanted.status) {
      all.add("exit status " + status + " instead of " + wanted.status);
    }
    lines("stdout", wanted.out, out, all);
    lines("stderr", wanted.err, err, all);
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

  private static void lines(String what, List<String> one, List<String> other, List<String> all) {
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
