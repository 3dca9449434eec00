package org.jrsync.interop.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts how many cases each option was in, and which pairs of options have met. */
final class Coverage {
  private static final Map<Character, String> LETTERS =
      Map.of(
          'r', "recursive",
          'l', "links",
          'p', "perms",
          't', "times",
          'g', "group",
          'o', "owner",
          'D', "D",
          'd', "dirs");

  private final Map<String, Integer> cases = new TreeMap<>();
  private final Set<String> pairs = new TreeSet<>();

  /** The options in a word of a case's beginning. */
  static List<String> namesOf(String word) {
    if (word.startsWith("--no-")) {
      return List.of();
    }
    if (word.startsWith("--")) {
      return List.of(word.equals("--old-d") ? "old-dirs" : word.substring(2));
    }
    List<String> names = new ArrayList<>();
    for (char letter : word.substring(1).toCharArray()) {
      if (letter == 'a') {
        names.add("archive");
        LETTERS.values().stream().filter(name -> !name.equals("dirs")).forEach(names::add);
      } else {
        names.add(LETTERS.getOrDefault(letter, String.valueOf(letter)));
      }
    }
    return names;
  }

  void count(Set<String> options) {
    for (String option : options) {
      cases.merge(option, 1, Integer::sum);
      for (String other : options) {
        if (option.compareTo(other) < 0) {
          pairs.add(option + " " + other);
        }
      }
    }
  }

  /** The options that were in fewer cases than this. */
  List<String> rarerThan(int count) {
    return cases.entrySet().stream()
        .filter(each -> each.getValue() < count)
        .map(each -> each.getKey() + " (" + each.getValue() + ")")
        .toList();
  }

  boolean has(String option) {
    return cases.containsKey(option);
  }

  /** How many options there were, and how many of their pairs have met. */
  String summary() {
    int possible = cases.size() * (cases.size() - 1) / 2;
    return cases.size()
        + " options; pairs of options that met: "
        + pairs.size()
        + " of "
        + possible;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(summary()).append('\n');
    cases.forEach((option, count) -> text.append(option).append(' ').append(count).append('\n'));
    return text.toString();
  }
}
