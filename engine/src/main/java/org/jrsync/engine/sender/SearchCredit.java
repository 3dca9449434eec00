package org.jrsync.engine.sender;

/**
 * What a session's searches may still spend on blocks that prove to be others, in bytes of blocks
 * summed: so many at first, and more for each byte of a file that is searched. A peer can choose
 * weak sums that fit at every offset, in as many files as it likes; a search that has overspent
 * passes offsets over until it has earned enough. Used by one thread.
 */
public final class SearchCredit {
  static final long FIRST = 64L << 20;

  private long left = FIRST;

  /** The first credit. */
  public SearchCredit() {}

  /** Whether a file's search may go on, for what it has spent and earned itself so far. */
  boolean covers(long spent, long earned) {
    return spent <= left + earned;
  }

  /**
   * Takes into account what one file's search has spent and earned in all. Nothing beyond the first
   * credit is kept for later files.
   */
  void settle(long spent, long earned) {
    left = Math.min(FIRST, left + earned - spent);
  }
}
