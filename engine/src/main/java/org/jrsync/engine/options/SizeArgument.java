package org.jrsync.engine.options;

/**
 * Sizes as rsync(1) describes them under {@code --max-size}: digits with an optional fraction, a
 * unit (B, K, M, G, T, P, alone or with "iB" for powers of 1024, with "B" for powers of 1000), and
 * a final {@code +1} or {@code -1}.
 */
final class SizeArgument {

  private static final String UNITS = "bkmgtp";
  private static final double[] SCALES = {0, 1024, 1024.0 * 1024, 1024.0 * 1024 * 1024};
  private static final long NO_LIMIT = Long.MAX_VALUE;

  private final String option;
  private final String text;
  private final long min;
  private final long max;
  private final boolean zeroIsUnlimited;

  private SizeArgument(String option, String text, long min, long max, boolean zeroIsUnlimited) {
    this.option = option;
    this.text = text;
    this.min = min;
    this.max = max;
    this.zeroIsUnlimited = zeroIsUnlimited;
  }

  /** Bytes, from {@code min} to {@code max}; a bare number counts in {@code unit}s. */
  static long parse(String option, byte[] value, char unit, long min, long max) {
    return new SizeArgument(option, Bytes.text(value), min, max, false).read(unit);
  }

  /** Bytes, at least {@code min}. */
  static long parse(String option, byte[] value, char unit, long min) {
    return parse(option, value, unit, min, NO_LIMIT);
  }

  /** Bytes, at least {@code min}, or 0 for no limit. */
  static long parseOrUnlimited(String option, byte[] value, char unit, long min) {
    return new SizeArgument(option, Bytes.text(value), min, NO_LIMIT, true).read(unit);
  }

  private long read(char defaultUnit) {
    int at = digits(0);
    if (at < text.length() && text.charAt(at) == '.') {
      at = digits(at + 1);
    }
    int numberEnd = at;
    char unit = defaultUnit;
    if (at < text.length() && !isSign(at)) {
      unit = text.charAt(at++);
    }
    int power = UNITS.indexOf(Character.toLowerCase(unit));
    if (power < 0) {
      throw invalid();
    }
    int base = 1024;
    if (at < text.length() && (text.charAt(at) | 0x20) == 'b') {
      base = 1000;
      at++;
    } else if (at + 1 < text.length() && Bytes.equalsIgnoreCase(text.substring(at, at + 2), "ib")) {
      at += 2;
    } else if (at < text.length() && !isSign(at)) {
      throw invalid();
    }
    long scale = 1;
    for (int i = 0; i < power; i++) {
      if (scale > max / base) {
        throw tooLarge();
      }
      scale *= base;
    }
    double number = number(numberEnd);
    double most = (double) max / scale;
    if (number < 0 || number > most || (max == NO_LIMIT && number >= most)) {
      throw tooLarge();
    }
    long size = (long) (number * scale);
    if (at > 0 && at + 1 < text.length() && isSign(at) && text.charAt(at + 1) == '1') {
      if (text.charAt(at) == '-') {
        size--;
      } else if (size == max) {
        throw tooLarge();
      } else {
        size++;
      }
      at += 2;
    }
    if (at < text.length()) {
      throw invalid();
    }
    if (size < 0 || size > max) {
      throw tooLarge();
    }
    if (size < min && !(zeroIsUnlimited && size == 0)) {
      throw error("too small", "min", min, zeroIsUnlimited ? " or 0 for unlimited" : "");
    }
    return size;
  }

  /**
   * The number at the start. A sign in front of it is read, and makes the text wrong or too large
   * later on.
   */
  private double number(int end) {
    if (end > 0) {
      return end == 1 && text.charAt(0) == '.' ? 0 : Double.parseDouble(text.substring(0, end));
    }
    int digitsEnd = text.isEmpty() ? 0 : digits(1);
    if (digitsEnd < 2) {
      return 0;
    }
    double number = Double.parseDouble(text.substring(1, digitsEnd));
    return text.charAt(0) == '-' ? -number : number;
  }

  private int digits(int from) {
    int at = from;
    while (at < text.length() && Bytes.isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private boolean isSign(int at) {
    return text.charAt(at) == '+' || text.charAt(at) == '-';
  }

  private UsageException invalid() {
    return UsageException.syntax(lead() + "invalid");
  }

  private UsageException tooLarge() {
    return max == NO_LIMIT
        ? UsageException.syntax(lead() + "too large")
        : error("too large", "max", max, "");
  }

  private UsageException error(String what, String bound, long limit, String more) {
    return UsageException.syntax(lead() + what + " (" + bound + ": " + shown(limit) + more + ")");
  }

  private String lead() {
    return "rsync: --" + option + "=" + text + " is ";
  }

  /** A limit as rsync shows it: below 1 KiB in digits, else with two decimals and a unit. */
  private static String shown(long limit) {
    if (limit < 1024) {
      return Long.toString(limit);
    }
    int power = limit < SCALES[2] ? 1 : limit < SCALES[3] ? 2 : 3;
    long hundredths = Math.round(limit / SCALES[power] * 100);
    long rest = hundredths % 100;
    return hundredths / 100 + (rest < 10 ? ".0" : ".") + rest + " KMG".charAt(power);
  }
}
