package org.jrsync.engine.report;

import org.jrsync.engine.TransferStats;

/**
 * What {@code --stats} and {@code -v} print at the end of a run. Lines are ASCII and end in a line
 * feed.
 */
public final class StatsText {
  private final StringBuilder text = new StringBuilder(1024);
  private final int protocol;
  private final int humanLevel;

  /**
   * @param protocol protocol version, on which the lines depend
   * @param humanLevel count of {@code --human-readable}, as in {@link HumanNumbers}
   */
  public StatsText(int protocol, int humanLevel) {
    this.protocol = protocol;
    this.humanLevel = humanLevel;
  }

  /**
   * Adds the block of {@code --stats}, which starts with an empty line.
   *
   * @param t counts of the whole run; its bytes read and written are not looked at
   */
  public StatsText details(TransferStats t, long bytesSent, long bytesReceived) {
    text.append('\n');
    counts("Number of files", t.files);
    if (protocol >= 29) {
      counts("Number of created files", t.created);
    }
    if (protocol >= 31) {
      counts("Number of deleted files", t.deleted);
    }
    line(
        "Number of regular files transferred: ",
        HumanNumbers.comma(t.transferredFiles, humanLevel),
        "");
    line("Total file size: ", human(t.totalSize), " bytes");
    line("Total transferred file size: ", human(t.transferredSize), " bytes");
    line("Literal data: ", human(t.literalData), " bytes");
    if (protocol >= 33) {
      line(
          "Number of 4 KiB logical blocks touched: ",
          HumanNumbers.comma(t.touchedBlocks, humanLevel),
          "");
    }
    line("Matched data: ", human(t.matchedData), " bytes");
    line("File list size: ", human(t.fileListSize), "");
    if (t.fileListBuildTime != 0) {
      line("File list generation time: ", seconds(t.fileListBuildTime), " seconds");
      line("File list transfer time: ", seconds(t.fileListTransferTime), " seconds");
    }
    line("Total bytes sent: ", human(bytesSent), "");
    line("Total bytes received: ", human(bytesReceived), "");
    return this;
  }

  /**
   * Adds the two lines of {@code -v}, after an empty line.
   *
   * @param elapsedSeconds whole seconds that the run took, or -1 if unknown
   * @param note {@code " (DRY RUN)"}, {@code " (BATCH ONLY)"} or empty
   */
  public StatsText summary(
      long totalSize, long bytesSent, long bytesReceived, long elapsedSeconds, String note) {
    long both = bytesSent + bytesReceived;
    String rate =
        elapsedSeconds < 0
            ? "UNKNOWN"
            : HumanNumbers.human((double) both / (0.5 + elapsedSeconds), humanLevel, 2);
    text.append('\n');
    text.append("sent ").append(human(bytesSent));
    text.append(" bytes  received ").append(human(bytesReceived));
    text.append(" bytes  ").append(rate).append(" bytes/sec\n");
    text.append("total size is ").append(human(totalSize));
    text.append("  speedup is ");
    text.append(HumanNumbers.comma((double) totalSize / both, humanLevel, 2));
    text.append(note).append('\n');
    return this;
  }

  /** Everything added so far. */
  @Override
  public String toString() {
    return text.toString();
  }

  private void counts(String label, TransferStats.Counts counts) {
    text.append(label).append(": ").append(HumanNumbers.comma(counts.total(), humanLevel));
    if (counts.total() != 0) {
      int start = text.length();
      count(start, "reg", counts.regular);
      count(start, "dir", counts.directories);
      count(start, "link", counts.symlinks);
      count(start, "dev", counts.devices);
      count(start, "special", counts.specials);
      text.append(')');
    }
    text.append('\n');
  }

  private void count(int start, String label, long count) {
    if (count != 0) {
      text.append(text.length() == start ? " (" : ", ").append(label).append(": ");
      text.append(HumanNumbers.comma(count, humanLevel));
    }
  }

  private void line(String before, String number, String after) {
    text.append(before).append(number).append(after).append('\n');
  }

  private String human(long number) {
    return HumanNumbers.human(number, humanLevel);
  }

  private String seconds(long millis) {
    return HumanNumbers.comma((double) millis / 1000, humanLevel, 3);
  }
}
