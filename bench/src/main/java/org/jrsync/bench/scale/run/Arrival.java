package org.jrsync.bench.scale.run;

/** When the clients of a row come, and what they do. */
public enum Arrival {
  /** All connect at once, and pull. */
  ALL_AT_ONCE("all", true),
  /** As soon as one client has ended its pull the next one comes, so that the number stays. */
  STEADY("steady", true),
  /** All connect at once, are greeted and stay idle. */
  HOLD("hold", true),
  /** All connect at once, and pull, every fifth of them slowly. */
  MIXED("mixed", true),
  /** As {@link #HOLD}; the daemon gets TERM when all are greeted. */
  DRAIN_GREETING("drain-greeting", false),
  /** As {@link #ALL_AT_ONCE}; the daemon gets TERM when a tenth has ended. */
  DRAIN_TRANSFER("drain-transfer", false);

  private final String title;
  private final boolean daemonSurvives;

  Arrival(String title, boolean daemonSurvives) {
    this.title = title;
    this.daemonSurvives = daemonSurvives;
  }

  /** The name in command lines and tables. */
  public String title() {
    return title;
  }

  /** Whether one daemon serves all runs of the row, warm-ups first. */
  public boolean daemonSurvives() {
    return daemonSurvives;
  }

  /**
   * The arrival with this title.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Arrival of(String title) {
    for (Arrival arrival : values()) {
      if (arrival.title.equals(title)) {
        return arrival;
      }
    }
    throw new IllegalArgumentException("no arrival \"" + title + "\"");
  }
}
