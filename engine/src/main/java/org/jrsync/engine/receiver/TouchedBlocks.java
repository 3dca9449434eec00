package org.jrsync.engine.receiver;

/**
 * Counts the 4 KiB regions of files that were written, each once per file as long as writing goes
 * forward: the figure that protocol 33 reports (docs/protocol.md, "Statistics").
 */
final class TouchedBlocks {
  private static final int BLOCK = 4096;

  private long total;
  private long last = -1;

  /** Forgets the file that was counted last. */
  void newFile() {
    last = -1;
  }

  /** Notes a write of this many bytes at this offset. */
  void wrote(long offset, long length) {
    if (length <= 0) {
      return;
    }
    long first = offset / BLOCK;
    long end = (offset + length - 1) / BLOCK;
    if (first > last) {
      total += end - first + 1;
    } else if (end > last) {
      total += end - last;
    }
    last = Math.max(last, end);
  }

  long total() {
    return total;
  }
}
