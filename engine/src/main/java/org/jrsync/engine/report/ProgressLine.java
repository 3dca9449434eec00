package org.jrsync.engine.report;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The line of {@code --progress} ({@code --info=progress}) and of {@code --info=progress2}. Keeps
 * the recent past to tell the rate; for one thread. Times are microseconds of any steady clock.
 */
public final class ProgressLine {
  private static final int HISTORY = 5;
  private static final long SECOND = 1_000_000;
  private static final long START_GUESS = 1_500;
  private static final long INTERVAL = 1_000;

  /**
   * Where the run stands.
   *
   * @param transferred regular files transferred so far
   * @param left entries of the list that are still to be checked
   * @param entries entries of the list so far
   * @param listComplete whether the list is complete
   * @param transferredSize bytes of the files transferred so far, the present one included
   * @param totalSize bytes of all files of the list so far
   */
  public record Standing(
      long transferred,
      long left,
      long entries,
      boolean listComplete,
      long transferredSize,
      long totalSize) {}

  private final int humanLevel;
  private final boolean whole;

  private final long[] times = new long[HISTORY];
  private final long[] offsets = new long[HISTORY];
  private boolean past;
  private boolean started;
  private long startTime;
  private long startOffset;
  private int newest;
  private int oldest;
  private int longestEnd;
  private boolean lineOpen;

  /**
   * @param humanLevel count of {@code --human-readable}, as in {@link HumanNumbers}
   * @param whole whether progress is that of the whole run ({@code progress2}), not of each file
   */
  public ProgressLine(int humanLevel, boolean whole) {
    this.humanLevel = humanLevel;
    this.whole = whole;
  }

  /** Begins to measure, where progress is shown only when a signal asks for it. */
  public void begin(long now) {
    started = true;
    startTime = now;
  }

  /**
   * Tells how far a file has come, at most once a second.
   *
   * @param offset bytes of the file that are done
   * @param size bytes of the file
   * @param shown whether the line may be shown: false while the program runs in the background
   * @return the text to print, starting with a carriage return, or null if none is due
   */
  public @Nullable String update(
      long now, long offset, long size, Standing standing, boolean shown) {
    long at = offset;
    long of = size;
    if (whole) {
      at += standing.transferredSize - size;
      of = standing.totalSize;
    }
    if (!started) {
      start(now, at);
    } else {
      if (past && millis(times[newest], now) < INTERVAL) {
        return null;
      }
      newest = oldest;
      oldest = (oldest + 1) % HISTORY;
      times[newest] = now;
      offsets[newest] = at;
    }
    past = true;
    return shown ? running(now, at, of) : null;
  }

  private void start(long now, long at) {
    started = true;
    // Data may have begun to arrive when the file before it ended.
    if (past && millis(times[newest], now) <= START_GUESS) {
      startTime = times[newest];
      startOffset = 0;
    } else {
      startTime = now;
      startOffset = at;
    }
    Arrays.fill(times, startTime);
    Arrays.fill(offsets, startOffset);
  }

  private String running(long now, long at, long of) {
    long elapsed = Math.max(millis(times[oldest], now), 1);
    double rate = (double) (at - offsets[oldest]) * 1000.0 / elapsed / 1024.0;
    double remaining = rate != 0 ? (double) (of - at) / rate / 1000.0 : 0.0;
    lineOpen = true;
    return line(at, of, rate, remaining).append("  ").toString();
  }

  /**
   * Tells that a file is done.
   *
   * @param size bytes of the file
   * @return the text to print; it ends the line, except for {@code progress2}
   */
  public String end(long now, long size, Standing standing) {
    return whole ? total(now, standing, true) : fileEnd(now, size, standing);
  }

  /** The state of the whole run, for a signal that asks for it. */
  public String now(long now, Standing standing) {
    return total(now, standing, whole);
  }

  private String fileEnd(long now, long size, Standing standing) {
    String text = last(now, size, size).append(check(standing)).append('\n').toString();
    started = false;
    startTime = 0;
    startOffset = 0;
    lineOpen = false;
    return text;
  }

  private String total(long now, Standing standing, boolean keepLine) {
    String check = check(standing);
    StringBuilder text = last(now, standing.transferredSize, standing.totalSize).append(check);
    if (!keepLine) {
      lineOpen = false;
      return text.append('\n').toString();
    }
    longestEnd = Math.max(longestEnd, check.length());
    for (int i = check.length(); i < longestEnd; i++) {
      text.append(' ');
    }
    longestEnd = check.length();
    lineOpen = true;
    return text.toString();
  }

  /** Whether other output must begin with a line feed, since the cursor stands behind a line. */
  public boolean lineOpen() {
    return lineOpen;
  }

  /** Notes that other output has ended the line. */
  public void lineClosed() {
    lineOpen = false;
  }

  private StringBuilder last(long now, long at, long of) {
    long elapsed = started ? Math.max(millis(startTime, now), 1) : 1;
    double rate = (double) (at - startOffset) * 1000.0 / elapsed / 1024.0;
    return line(at, of, rate, (double) elapsed / 1000.0);
  }

  private StringBuilder line(long at, long of, double kilobytes, double seconds) {
    StringBuilder text = new StringBuilder(100).append('\r');
    right(text, HumanNumbers.human(at, humanLevel), 15).append(' ');
    int percent = at == of ? 100 : (int) (100.0 * at / of);
    right(text, Integer.toString(percent), 3).append("% ");
    double rate = kilobytes;
    String unit = "kB/s";
    if (rate > 1024 * 1024) {
      rate /= 1024.0 * 1024.0;
      unit = "GB/s";
    } else if (rate > 1024) {
      rate /= 1024.0;
      unit = "MB/s";
    }
    right(text, HumanNumbers.fixed(rate, 2), 7).append(unit).append(' ');
    if (seconds < 0 || seconds > 9999.0 * 3600.0) {
      return text.append("  ??:??:??");
    }
    long whole = (long) seconds;
    right(text, Long.toString(whole / 3600), 4).append(':');
    two(text, whole / 60 % 60).append(':');
    return two(text, whole % 60);
  }

  private static String check(Standing s) {
    return " (xfr#"
        + s.transferred
        + (s.listComplete ? ", to-chk=" : ", ir-chk=")
        + s.left
        + "/"
        + s.entries
        + ")";
  }

  private static StringBuilder right(StringBuilder text, String value, int width) {
    for (int i = value.length(); i < width; i++) {
      text.append(' ');
    }
    return text.append(value);
  }

  private static StringBuilder two(StringBuilder text, long number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  /** Whole seconds and milliseconds are taken apart first, as the C program does. */
  private static long millis(long from, long to) {
    return (to / SECOND - from / SECOND) * 1000 + (to % SECOND - from % SECOND) / 1000;
  }
}
