package org.jrsync.posix;

import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import java.util.StringTokenizer;

/** How much of the time of all processors was left over, by all that runs on this machine. */
public final class ProcessorUse {
  private static final String PATH = "/proc/stat";

  /** Of the numbers of the first line: idle, and waiting for disks, which is idle too. */
  private static final int IDLE = 3;

  private static final int IO_WAIT = 4;

  /** Those behind are parts of others. */
  private static final int NUMBERS = 8;

  private long idle;
  private long total;

  /** Nothing has been asked yet. */
  public ProcessorUse() {}

  /**
   * The part of their time that processors were idle since this was last called, 0 to 1; 1 where
   * the system does not tell, and the first time. Of no use more often than every 30 ms: the system
   * counts in steps of some milliseconds.
   */
  public double idleSinceLastTime() {
    long nowIdle = 0;
    long nowTotal = 0;
    try {
      String text = new String(SystemFile.read(PATH, 256), StandardCharsets.US_ASCII);
      StringTokenizer words = new StringTokenizer(text, " \n");
      String _ = words.nextToken();
      for (int i = 0; i < NUMBERS && words.hasMoreTokens(); i++) {
        long ticks = Long.parseLong(words.nextToken());
        nowTotal += ticks;
        nowIdle += i == IDLE || i == IO_WAIT ? ticks : 0;
      }
    } catch (PosixException | NumberFormatException | NoSuchElementException e) {
      return 1;
    }
    long left = nowIdle - idle;
    long all = nowTotal - total;
    boolean first = total == 0;
    idle = nowIdle;
    total = nowTotal;
    return first || all <= 0 ? 1 : Math.clamp((double) left / all, 0, 1);
  }
}
