package org.jrsync.cli;

import org.jrsync.engine.TransferResult;
import org.jrsync.engine.TransferStats;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.report.StatsText;

/** Sums a transfer up as {@code --stats} and {@code -v} ask for. */
final class SummaryPrinter {
  private SummaryPrinter() {}

  /** The text to print, empty when nothing is asked for. */
  static String text(Options options, TransferResult result, long elapsedSeconds) {
    int level = options.info(Info.STATS);
    if (level < 1) {
      return "";
    }
    TransferStats s = result.stats();
    StatsText text = new StatsText(result.protocol(), options.humanReadable);
    if (level >= 2) {
      text.details(s, s.bytesWritten, s.bytesRead);
    }
    text.summary(
        s.totalSize,
        s.bytesWritten,
        s.bytesRead,
        elapsedSeconds,
        options.batch.only() ? " (BATCH ONLY)" : options.dryRun ? " (DRY RUN)" : "");
    return text.toString();
  }
}
