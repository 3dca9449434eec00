package org.jrsync.bench.scale.run;

import java.util.ArrayList;
import java.util.List;
import org.jrsync.bench.scale.daemon.ResourceLimits;
import org.jrsync.bench.scale.load.ClientLoad.Hold;

/**
 * A limit that is driven to its end: more clients come than it has room for.
 *
 * @param name in tables
 * @param pressure how many clients come at once
 * @param hold where they stay idle
 * @param globals lines of the configuration's global part
 * @param moduleLines lines of the module
 * @param limits the daemon's
 * @param moreThreads how many threads the daemon may have beyond those it starts with, 0 for any
 * @param expected what must come of the clients
 */
record LimitTrial(
    String name,
    int pressure,
    Hold hold,
    String globals,
    String moduleLines,
    ResourceLimits limits,
    int moreThreads,
    Expected expected) {

  /**
   * What must come of the clients; a number of -1 is not looked at.
   *
   * @param greeted while the pressure lasts
   * @param refused with an error line
   */
  record Expected(int greeted, int refused) {
    static final Expected ANYTHING = new Expected(-1, -1);
  }

  private static final List<Integer> DESCRIPTORS = List.of(256, 1024, 8192);
  private static final List<Integer> CAPS = List.of(100, 1_000);
  private static final int BEYOND = 200;
  private static final int MOST_PULLS = 2_000;
  private static final int THREADS_LEFT = 20;

  /** All of them. */
  static List<LimitTrial> all() {
    List<LimitTrial> trials = new ArrayList<>();
    for (int count : DESCRIPTORS) {
      if (count + BEYOND < MOST_PULLS) {
        trials.add(
            new LimitTrial(
                "nofile " + count + ", pulls",
                count + BEYOND,
                Hold.NOWHERE,
                "",
                "",
                ResourceLimits.nobody(count),
                0,
                Expected.ANYTHING));
      }
      trials.add(
          new LimitTrial(
              "nofile " + count,
              count + BEYOND,
              Hold.AFTER_GREETING,
              "",
              "",
              ResourceLimits.nobody(count),
              0,
              Expected.ANYTHING));
    }
    trials.add(
        new LimitTrial(
            "nproc, " + THREADS_LEFT + " threads left",
            BEYOND,
            Hold.AFTER_GREETING,
            "",
            "",
            ResourceLimits.nobody(0),
            THREADS_LEFT,
            Expected.ANYTHING));
    for (int cap : CAPS) {
      trials.add(
          new LimitTrial(
              "max sessions = " + cap,
              cap + BEYOND,
              Hold.AFTER_GREETING,
              "max sessions = " + cap + "\n",
              "",
              ResourceLimits.nobody(0),
              0,
              new Expected(cap, 0)));
      trials.add(
          new LimitTrial(
              "max connections = " + cap,
              cap + BEYOND,
              Hold.IN_MODULE,
              "",
              "    max connections = " + cap + "\n",
              ResourceLimits.nobody(0),
              0,
              new Expected(-1, BEYOND)));
    }
    return trials;
  }
}
