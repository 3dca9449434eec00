package org.jrsync.engine.options;

import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of a server whose client sends most of them in a second list, so that neither
 * shells nor a daemon's own splitting at module names touch them ({@code -s}, {@code
 * --secluded-args}). The first list ends with the short options; the second, always of items ended
 * by NUL, begins with a name for the program.
 */
public final class SecludedArguments {

  /** Short options whose value is the rest of the cluster or the next argument. */
  private static final String WITH_VALUE = "efBTM@";

  private SecludedArguments() {}

  /** Whether the words of a first list say that there will be a second. */
  public static boolean announcedBy(List<byte[]> arguments) {
    boolean secluded = false;
    for (byte[] word : arguments) {
      if (isDot(word)) {
        break;
      }
      if (word.length < 2 || word[0] != '-') {
        continue;
      }
      if (word[1] != '-') {
        secluded |= clusterHas(word, 's');
        continue;
      }
      switch (Bytes.text(word)) {
        case "--secluded-args", "--protect-args" -> secluded = true;
        case "--no-secluded-args", "--no-protect-args", "--no-s" -> secluded = false;
        default -> {}
      }
    }
    return secluded;
  }

  private static boolean isDot(byte[] word) {
    return word.length == 1 && word[0] == '.';
  }

  /**
   * What both lists say together.
   *
   * @param first its options count, and nothing that stands behind them
   * @param second as it came
   */
  public static List<byte[]> join(List<byte[]> first, List<byte[]> second) {
    List<byte[]> all = new ArrayList<>(first.size() + second.size());
    for (byte[] word : first) {
      if (isDot(word)) {
        break;
      }
      all.add(word);
    }
    if (second.size() > 1) {
      all.addAll(second.subList(1, second.size()));
    }
    return all;
  }

  private static boolean clusterHas(byte[] cluster, char option) {
    for (int i = 1; i < cluster.length; i++) {
      if (cluster[i] == option) {
        return true;
      }
      if (WITH_VALUE.indexOf(cluster[i]) >= 0) {
        return false;
      }
    }
    return false;
  }
}
