package org.jrsync.engine.report;

import java.util.TimeZone;

/** Times of files and log lines: {@code YYYY/MM/DD HH:MM:SS} in the local time zone. */
public final class LocalTime {
  /** Characters of a time with a year of four digits. */
  public static final int WIDTH = 19;

  // The C library gives up where the year does not fit an int.
  private static final long MAX_SECONDS = 67_768_036_191_676_799L;
  private static final long MIN_SECONDS = -67_768_040_609_740_800L;

  private static final long DAY = 86_400;

  private LocalTime() {}

  /** A moment in seconds since 1970 in the default time zone. */
  public static String of(long seconds) {
    return of(seconds, TimeZone.getDefault());
  }

  static String of(long seconds, TimeZone zone) {
    if (seconds > MAX_SECONDS || seconds < MIN_SECONDS) {
      return "(time out of range)";
    }
    // Far off, where milliseconds overflow, the rule for the nearest representable time serves.
    long millis = Math.clamp(seconds, Long.MIN_VALUE / 1000, Long.MAX_VALUE / 1000) * 1000;
    long local = seconds + zone.getOffset(millis) / 1000;
    long day = Math.floorDiv(local, DAY);
    int second = (int) Math.floorMod(local, DAY);

    // Civil date from days, in eras of 400 years that start on 1 March.
    long shifted = day + 719_468;
    long era = Math.floorDiv(shifted, 146_097);
    int ofEra = Math.floorMod(shifted, 146_097);
    int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
    int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int marchMonth = (5 * ofYear + 2) / 153;
    int dayOfMonth = ofYear - (153 * marchMonth + 2) / 5 + 1;
    int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
    long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);

    StringBuilder text = new StringBuilder(WIDTH);
    String digits = Long.toString(year);
    for (int i = digits.length(); i < 4; i++) {
      text.append(' ');
    }
    text.append(digits).append('/');
    two(text, month).append('/');
    two(text, dayOfMonth).append(' ');
    two(text, second / 3600).append(':');
    two(text, second / 60 % 60).append(':');
    return two(text, second % 60).toString();
  }

  private static StringBuilder two(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
