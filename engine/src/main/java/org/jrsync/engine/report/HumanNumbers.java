package org.jrsync.engine.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Numbers as {@code --human-readable} wants them.
 *
 * <p>Levels are those of the option's count: 0 plain digits, 1 (the default) digits in groups of
 * three, 2 units of 1000 from 1000 on, 3 units of 1024 from 1024 on. A number in units has two
 * decimals and one of {@code K M G T P}.
 */
public final class HumanNumbers {
  private static final String UNITS = "KMGTP";

  private HumanNumbers() {}

  /** A size: in units at levels 2 and 3. */
  public static String human(long number, int level) {
    return format(number, level, "");
  }

  /** A count: in groups from level 1 on, never in units. */
  public static String comma(long number, int level) {
    return format(number, Math.min(level, 1), "");
  }

  /** As {@link #human(long, int)} with decimals below 1000, or where no units are used. */
  public static String human(double number, int level, int decimals) {
    String plain = fixed(number, decimals);
    if (level == 0 || !(number >= 1000 || number <= -1000)) {
      return plain;
    }
    int point = 1;
    while (point < plain.length() && plain.charAt(point) >= '0' && plain.charAt(point) <= '9') {
      point++;
    }
    return format((long) number, level, plain.substring(point));
  }

  /** As {@link #comma(long, int)} with decimals. */
  public static String comma(double number, int level, int decimals) {
    return human(number, Math.min(level, 1), decimals);
  }

  /** A number with that many decimals, rounded from its exact value as C's printf does. */
  public static String fixed(double number, int decimals) {
    if (Double.isNaN(number)) {
      return "-nan"; // What 0.0 / 0.0 prints as on x86.
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    return new BigDecimal(number).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static String format(long number, int level, String fraction) {
    if (level > 1) {
      int unit = level == 2 ? 1000 : 1024;
      if (number >= unit || number <= -unit) {
        return inUnits(number, unit);
      }
    }
    String digits = Long.toString(number);
    if (level == 0) {
      return digits + fraction;
    }
    int first = number < 0 ? 1 : 0;
    StringBuilder grouped = new StringBuilder(digits.length() * 4 / 3 + fraction.length() + 1);
    for (int i = 0; i < digits.length(); i++) {
      if (i > first && (digits.length() - i) % 3 == 0) {
        grouped.append(',');
      }
      grouped.append(digits.charAt(i));
    }
    return grouped.append(fraction).toString();
  }

  private static String inUnits(long number, int unit) {
    double value = (double) number / unit;
    int power = 0;
    while (power < UNITS.length() - 1 && Math.abs(value) >= unit) {
      value /= unit;
      power++;
    }
    return fixed(value, 2) + UNITS.charAt(power);
  }
}
