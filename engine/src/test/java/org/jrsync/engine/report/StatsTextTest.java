package org.jrsync.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.jrsync.engine.TransferStats;
import org.junit.jupiter.api.Test;

/** Texts recorded from rsync 3.5.1. */
class StatsTextTest {
  private static TransferStats stats() {
    TransferStats stats = new TransferStats();
    stats.files.regular = 2;
    stats.files.directories = 2;
    stats.files.symlinks = 1;
    stats.created.regular = 2;
    stats.created.directories = 2;
    stats.created.symlinks = 1;
    stats.transferredFiles = 2;
    stats.totalSize = 1_234_574;
    stats.transferredSize = 1_234_573;
    stats.literalData = 1_234_573;
    stats.touchedBlocks = 303;
    stats.fileListBuildTime = 1;
    return stats;
  }

  @Test
  void showsTheWholeBlock() {
    String text =
        new StatsText(33, 1)
            .details(stats(), 1_235_108, 68)
            .summary(1_234_574, 1_235_108, 68, 0, "")
            .toString();
    assertThat(text)
        .isEqualTo(
            """

            Number of files: 5 (reg: 2, dir: 2, link: 1)
            Number of created files: 5 (reg: 2, dir: 2, link: 1)
            Number of deleted files: 0
            Number of regular files transferred: 2
            Total file size: 1,234,574 bytes
            Total transferred file size: 1,234,573 bytes
            Literal data: 1,234,573 bytes
            Number of 4 KiB logical blocks touched: 303
            Matched data: 0 bytes
            File list size: 0
            File list generation time: 0.001 seconds
            File list transfer time: 0.000 seconds
            Total bytes sent: 1,235,108
            Total bytes received: 68

            sent 1,235,108 bytes  received 68 bytes  2,470,352.00 bytes/sec
            total size is 1,234,574  speedup is 1.00
            """);
  }

  @Test
  void showsUnitsAndPlainDigits() {
    assertThat(new StatsText(33, 2).summary(1_234_574, 1_235_108, 68, 0, " (DRY RUN)").toString())
        .isEqualTo(
            """

            sent 1.24M bytes  received 68 bytes  2.47M bytes/sec
            total size is 1.23M  speedup is 1.00 (DRY RUN)
            """);
    assertThat(new StatsText(33, 0).summary(1_234_574, 1_235_108, 68, -1, "").toString())
        .contains("sent 1235108 bytes  received 68 bytes  UNKNOWN bytes/sec\n");
  }

  @Test
  void olderProtocolsKnowFewerCounts() {
    TransferStats stats = stats();
    stats.fileListBuildTime = 0;
    String text = new StatsText(30, 1).details(stats, 1, 1).toString();
    assertThat(text)
        .contains("created files")
        .doesNotContain("deleted", "touched", "generation time", "transfer time");
    assertThat(new StatsText(28, 1).details(stats, 1, 1).toString()).doesNotContain("created");
  }
}
