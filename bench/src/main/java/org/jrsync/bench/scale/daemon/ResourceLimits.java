package org.jrsync.bench.scale.daemon;

import java.util.ArrayList;
import java.util.List;

/**
 * Hard limits of a process that is no longer root, for whom they hold.
 *
 * @param descriptors most open descriptors, 0 for as many as here
 * @param asNobody whether it runs as nobody; the limits are for such alone
 */
public record ResourceLimits(int descriptors, boolean asNobody) {

  /** Those of this process, and its user. */
  public static final ResourceLimits NONE = new ResourceLimits(0, false);

  /** The number of the user and of the group that are nobody's. */
  public static final int NOBODY = 65534;

  /** Nobody, who may open so many descriptors; 0 for as many as here. */
  public static ResourceLimits nobody(int descriptors) {
    return new ResourceLimits(descriptors, true);
  }

  /** What a command line begins with to run under these. */
  List<String> command() {
    List<String> words = new ArrayList<>();
    if (asNobody) {
      words.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    }
    if (descriptors > 0) {
      words.addAll(List.of("prlimit", "--nofile=" + descriptors + ":" + descriptors));
    }
    return words;
  }
}
