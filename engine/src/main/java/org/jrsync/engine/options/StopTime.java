package org.jrsync.engine.options;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The moments of {@code --stop-after} and {@code --stop-at}. The latter's form is {@code
 * y-m-dTh:m}, with slashes too, of which parts may be left out: the next moment that fits is meant
 * then. Moments are seconds since 1970.
 */
final class StopTime {
  private static final int SECONDS_A_MINUTE = 60;
  private static final int HOUR = 3600;
  private static final int UNSET = -1;

  /** Which parts of the date are free, from the longest that may move on. */
  private enum Free {
    NOTHING,
    YEAR,
    MONTH,
    DAY
  }

  private final String text;
  private int at;
  private int year = UNSET;
  private int month = UNSET;
  private int day = UNSET;
  private int hour = UNSET;
  private int minute = UNSET;

  private StopTime(String text) {
    this.text = text;
  }

  /** So many minutes from now on. */
  static long after(byte[] minutes, long now) {
    String given = Bytes.text(minutes);
    int start = 0;
    while (start < given.length() && (given.charAt(start) == ' ' || given.charAt(start) == '\t')) {
      start++;
    }
    if (start < given.length() && given.charAt(start) == '+') {
      start++;
    }
    long count = 0;
    for (int i = start; i < given.length() && Bytes.isDigit(given.charAt(i)); i++) {
      count = Math.min(Long.MAX_VALUE / 20, count * 10 + given.charAt(i) - '0');
    }
    if (count == 0 || count > (Long.MAX_VALUE - now) / SECONDS_A_MINUTE) {
      throw UsageException.syntax("rsync: invalid --stop-after value: " + given);
    }
    return now + count * SECONDS_A_MINUTE;
  }

  /** The next moment that fits a text. */
  static long at(byte[] given, long now, ZoneId zone) {
    String text = Bytes.text(given);
    StopTime time = new StopTime(text);
    Long found = null;
    try {
      if (time.read()) {
        found = time.resolve(now, zone);
      }
    } catch (DateTimeException e) {
      // Such a date is in no calendar.
      found = null;
    }
    if (found == null) {
      throw UsageException.syntax("rsync: invalid --stop-at format: " + text);
    }
    if (found <= now) {
      throw UsageException.syntax("rsync: --stop-at time is not in the future: " + text);
    }
    return found;
  }

  private boolean read() {
    boolean date = true;
    boolean colonNeeded = false;
    if (!text.isEmpty() && (isT(0) || text.charAt(0) == ':')) {
      date = false;
      colonNeeded = text.charAt(0) != ':';
      at = 1;
    }
    while (true) {
      int number = number();
      if (number < 0) {
        return false;
      }
      boolean end = at == text.length();
      char next = end ? 0 : text.charAt(at++);
      if (next == ':') {
        date = false;
        colonNeeded = false;
      }
      if (!date) {
        if (hour != UNSET) {
          return false;
        }
        hour = minute;
        minute = number;
        if (end) {
          return !colonNeeded;
        }
        if (next != ':') {
          return false;
        }
        continue;
      }
      if (year != UNSET) {
        return false;
      }
      year = month;
      month = day;
      day = number;
      if (end) {
        return true;
      }
      if (next == 'T' || next == 't') {
        if (at == text.length()) {
          return true;
        }
        date = false;
        colonNeeded = true;
      } else if (next != '-' && next != '/') {
        return false;
      }
    }
  }

  private boolean isT(int position) {
    return text.charAt(position) == 'T' || text.charAt(position) == 't';
  }

  /** The digits that come next; -1 if there are none. */
  private int number() {
    int number = UNSET;
    while (at < text.length() && Bytes.isDigit(text.charAt(at))) {
      number = Math.min(99_999, Math.max(0, number) * 10 + text.charAt(at++) - '0');
    }
    return number;
  }

  private @Nullable Long resolve(long now, ZoneId zone) {
    LocalDateTime today = LocalDateTime.ofInstant(Instant.ofEpochSecond(now), zone);
    Free free = Free.NOTHING;
    if (year == UNSET) {
      year = today.getYear();
      free = Free.YEAR;
    } else if (year < 100) {
      year += 1900;
      while (year < today.getYear()) {
        year += 100;
      }
    }
    if (month == UNSET) {
      month = today.getMonthValue();
      free = Free.MONTH;
    }
    if (day == UNSET) {
      day = today.getDayOfMonth();
      free = Free.DAY;
    }
    boolean everyHour = minute != UNSET && hour == UNSET;
    if (minute == UNSET) {
      hour = 0;
      minute = 0;
    } else if (everyHour) {
      if (free != Free.DAY) {
        return null;
      }
      hour = today.getHour();
    }
    if (hour > 23 || minute > 59 || month < 1 || month > 12 || day < 1 || day > 31) {
      return null;
    }
    if (everyHour) {
      long moment = moment(LocalDate.of(year, month, day), zone);
      return moment > now ? moment : moment + ((now - moment) / HOUR + 1) * HOUR;
    }
    return next(free, now, zone);
  }

  private @Nullable Long next(Free free, long now, ZoneId zone) {
    YearMonth in = YearMonth.of(year, month);
    if (free == Free.NOTHING) {
      // A day that the month lacks is one of the next.
      return moment(in.atDay(1).plusDays(day - 1L), zone);
    }
    boolean leapDay = month == 2 && day == 29;
    if (free == Free.YEAR && !in.isValidDay(day) && !leapDay) {
      return null;
    }
    LocalDate date = in.isValidDay(day) ? in.atDay(day) : null;
    while (date == null || moment(date, zone) <= now) {
      if (free == Free.DAY && date != null) {
        date = date.plusDays(1);
        continue;
      }
      in = free == Free.YEAR ? in.plusYears(1) : in.plusMonths(1);
      date = in.isValidDay(day) ? in.atDay(day) : null;
    }
    return moment(date, zone);
  }

  private long moment(LocalDate date, ZoneId zone) {
    return date.atTime(hour, minute).atZone(zone).toEpochSecond();
  }
}
