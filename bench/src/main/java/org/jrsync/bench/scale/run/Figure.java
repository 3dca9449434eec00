package org.jrsync.bench.scale.run;

/** What is measured in a row, with its unit and what it means in plain words. */
public enum Figure {
  FINISHED("finished", "", "clients that were served as wanted, every byte right"),
  REFUSED("refused", "", "clients that got an @ERROR line"),
  FAILED("failed", "", "clients that were greeted and then cut off, or got something wrong"),
  NOT_GREETED(
      "not greeted",
      "",
      "accept failures: connections that failed or were reset before the greeting"),
  CONNECT_P50(
      "connect p50",
      "ms",
      "from the client's connect call to the daemon's greeting: half of the clients waited no longer"),
  CONNECT_P99("connect p99", "ms", "the same: 99 of 100 clients waited no longer"),
  CONNECT_MAX("connect max", "ms", "the same: the client that waited longest"),
  ALL_GREETED("all greeted", "s", "from the first connect call until the last client was greeted"),
  SESSION_P50(
      "session p50",
      "ms",
      "from the connect call to the end of a whole pull: half of the clients took no longer; of the ordinary clients where some are slow"),
  SESSION_P99("session p99", "ms", "the same: 99 of 100 clients took no longer"),
  RATE("sessions/s", "1/s", "finished sessions by the time from the first connect to the last end"),
  CPU(
      "CPU/session",
      "ms",
      "processor time of the daemon and its children, user and system, by finished session"),
  PSS(
      "peak PSS",
      "MiB",
      "the most memory seen: what the processes have for themselves, and their shares of what they share"),
  VIRTUAL(
      "virtual",
      "MiB",
      "the most address space seen, of all processes; it costs nothing by itself"),
  THREADS("threads", "", "the most threads seen, of all processes"),
  DESCRIPTORS("descriptors", "", "the most open descriptors seen, of all processes"),
  START_DELAY_P99(
      "thread start p99",
      "µs",
      "from accept to the session's first step: 99 of 100 sessions waited no longer, as the daemon itself tells; of all runs of the row"),
  ARRIVAL_SPREAD(
      "arrival", "ms", "from the first to the last connect call: how close \"at once\" came"),
  START_UP("start-up", "ms", "from the start of the daemon's process to its first greeting"),
  IDLE_PSS("idle PSS", "MiB", "memory after start-up, before the first client"),
  DRAIN("TERM to end", "s", "from the signal TERM until no process of the daemon is left"),
  DRAIN_LEFT(
      "left", "", "1 where processes were left after the wait's limit, which is then the figure"),
  WALL("wall", "s", "from the first connect call to the last end");

  private final String title;
  private final String unit;
  private final String meaning;

  Figure(String title, String unit, String meaning) {
    this.title = title;
    this.unit = unit;
    this.meaning = meaning;
  }

  /** The name in tables. */
  public String title() {
    return title;
  }

  /** The unit, empty for counts. */
  public String unit() {
    return unit;
  }

  /** What it means. */
  public String meaning() {
    return meaning;
  }

  /** The name in CSV and JSON. */
  public String key() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
