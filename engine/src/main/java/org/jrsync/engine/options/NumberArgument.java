package org.jrsync.engine.options;

/**
 * A whole number as popt reads it: optional blanks and sign, then decimal, {@code 0x} hexadecimal
 * or {@code 0} octal digits, and nothing behind. The empty text is 0.
 */
final class NumberArgument {

  static final String INVALID = "invalid numeric value";
  static final String RANGE = "number too large or too small";

  private NumberArgument() {}

  /**
   * Reads an int.
   *
   * @throws NumberFormatException whose message is {@link #INVALID} or {@link #RANGE}
   */
  static int parse(byte[] text) {
    int at = 0;
    while (at < text.length && (text[at] == ' ' || (text[at] >= '\t' && text[at] <= '\r'))) {
      at++;
    }
    boolean negative = at < text.length && text[at] == '-';
    if (negative || (at < text.length && text[at] == '+')) {
      at++;
    }
    int radix = 10;
    if (at < text.length && text[at] == '0') {
      boolean hex =
          at + 2 < text.length && (text[at + 1] | 0x20) == 'x' && digit(text[at + 2], 16) >= 0;
      radix = hex ? 16 : 8;
      at += hex ? 2 : 0;
    }
    long value = 0;
    boolean overflow = false;
    int digits = 0;
    for (int d; at < text.length && (d = digit(text[at], radix)) >= 0; at++, digits++) {
      value = value * radix + d;
      if (value > 1L + Integer.MAX_VALUE) {
        overflow = true;
        value = 1L + Integer.MAX_VALUE;
      }
    }
    if (at < text.length || (digits == 0 && text.length > 0)) {
      throw new NumberFormatException(INVALID);
    }
    if (overflow || value > (negative ? 1L + Integer.MAX_VALUE : Integer.MAX_VALUE)) {
      throw new NumberFormatException(RANGE);
    }
    return (int) (negative ? -value : value);
  }

  /** As C's atoi does: leading digits after an optional sign, 0 without any. */
  static int leading(byte[] text) {
    int at = 0;
    boolean negative = text.length > 0 && text[0] == '-';
    if (negative || (text.length > 0 && text[0] == '+')) {
      at++;
    }
    long value = 0;
    for (; at < text.length && Bytes.isDigit(text[at]) && value <= Integer.MAX_VALUE; at++) {
      value = value * 10 + (text[at] - '0');
    }
    return (int) Math.min(negative ? -value : value, Integer.MAX_VALUE);
  }

  private static int digit(int c, int radix) {
    int d = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    return d >= 0 && d < radix && (c <= '9' || d >= 10) ? d : -1;
  }
}
