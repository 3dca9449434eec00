package org.jrsync.bench.scale.daemon;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a daemon uses at a moment, its children with it.
 *
 * @param pssKib proportional set size in KiB
 * @param virtualKib virtual size in KiB
 * @param threads of all processes
 * @param descriptors open ones, of all processes
 */
public record Usage(long pssKib, long virtualKib, long threads, long descriptors) {

  /** Nothing at all. */
  static final Usage NONE = new Usage(0, 0, 0, 0);

  /** Of more children than these not all are looked at, where it has to be quick. */
  private static final int MOST_CHILDREN = 256;

  /** Looks at every process. */
  static Usage exact(long pid) {
    return of(pid, Integer.MAX_VALUE);
  }

  /** Takes some of a great number of children for all of them. */
  static Usage estimate(long pid) {
    return of(pid, MOST_CHILDREN);
  }

  private static Usage of(long pid, int mostChildren) {
    List<Long> children = ProcessFiles.children(pid);
    return new Usage(
        sum(pid, children, mostChildren, ProcessFiles::pssKib),
        sum(pid, children, mostChildren, ProcessFiles::virtualKib),
        ProcessFiles.threads(pid) + children.size(),
        sum(pid, children, mostChildren, ProcessFiles::descriptors));
  }

  private static long sum(long pid, List<Long> children, int most, ToLongFunction<Long> figure) {
    long own = figure.applyAsLong(pid);
    if (children.isEmpty()) {
      return own;
    }
    int looked = Math.min(most, children.size());
    long sum = 0;
    for (int i = 0; i < looked; i++) {
      sum += figure.applyAsLong(children.get((int) ((long) i * children.size() / looked)));
    }
    return own + Math.round((double) sum * children.size() / looked);
  }

  /** The larger of each figure. */
  Usage max(Usage other) {
    return new Usage(
        Math.max(pssKib, other.pssKib),
        Math.max(virtualKib, other.virtualKib),
        Math.max(threads, other.threads),
        Math.max(descriptors, other.descriptors));
  }
}
