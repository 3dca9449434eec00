package org.jrsync.daemon.session;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Tells whether a client will send its real arguments in a second list, so that neither shells nor
 * the daemon's own splitting at module names touch them ({@code -s}, {@code --secluded-args}).
 */
final class SecludedArguments {

  /** Short options whose value is the rest of the cluster or the next argument. */
  private static final String WITH_VALUE = "efBTM@";

  private SecludedArguments() {}

  static boolean announcedBy(List<byte[]> arguments) {
    boolean secluded = false;
    int last = ArgumentReader.firstFile(arguments);
    for (int i = 0; i < last; i++) {
      String argument = new String(arguments.get(i), StandardCharsets.ISO_8859_1);
      switch (argument) {
        case "--secluded-args", "--protect-args" -> secluded = true;
        case "--no-secluded-args", "--no-protect-args", "--no-s" -> secluded = false;
        default -> {
          if (argument.startsWith("-") && !argument.startsWith("--")) {
            secluded |= clusterHas(argument, 's');
          }
        }
      }
    }
    return secluded;
  }

  private static boolean clusterHas(String cluster, char option) {
    for (int i = 1; i < cluster.length(); i++) {
      char c = cluster.charAt(i);
      if (c == option) {
        return true;
      }
      if (WITH_VALUE.indexOf(c) >= 0) {
        return false;
      }
    }
    return false;
  }
}
