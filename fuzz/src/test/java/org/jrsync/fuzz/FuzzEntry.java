package org.jrsync.fuzz;

import java.util.Arrays;
import java.util.List;

/**
 * What Jazzer calls: the target that a system property names, or all of them, of which the first
 * byte of an input chooses one.
 */
public final class FuzzEntry {
  static final String TARGET = "jrsync.fuzz.target";
  static final String ALL = "all";

  private static final List<Target> TARGETS = chosen();

  private FuzzEntry() {}

  private static List<Target> chosen() {
    String name = System.getProperty(TARGET, ALL);
    return name.equals(ALL) ? Targets.all() : List.of(Targets.named(name));
  }

  /** One execution. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (TARGETS.size() == 1) {
      Execution.of(TARGETS.getFirst(), input);
    } else if (input.length > 0) {
      Target target = TARGETS.get((input[0] & 0xff) % TARGETS.size());
      Execution.of(target, Arrays.copyOfRange(input, 1, input.length));
    }
  }
}
