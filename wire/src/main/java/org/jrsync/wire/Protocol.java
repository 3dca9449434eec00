package org.jrsync.wire;

/** Version numbers and sizes that the whole protocol shares. */
public final class Protocol {
  /** The newest version spoken, and the one that is offered. */
  public static final int NEWEST = 33;

  /** The oldest version spoken. */
  public static final int OLDEST = 28;

  /**
   * The longest line of the greeting phase and the limit of a message's text, in bytes, exclusive.
   */
  public static final int MAX_LINE = 5120;

  /** The longest literal run that a sender puts into one token, in bytes. */
  public static final int CHUNK = 32 * 1024;

  /** Index sent when a phase is over. */
  public static final int NDX_DONE = -1;

  /** Index sent after the last incremental file list. */
  public static final int NDX_FLIST_EOF = -2;

  /** Index that announces deletion statistics. */
  public static final int NDX_DEL_STATS = -3;

  /** An incremental file list for directory n is announced by this minus n. */
  public static final int NDX_FLIST_OFFSET = -101;

  private Protocol() {}
}
