package org.jrsync.cli;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages fit for a terminal: bytes that it would act on, or that are no text in its
 * charset, are shown as a backslash, a number sign and three octal digits. See rsync(1), {@code
 * --8-bit-output}.
 */
final class Printable {

  private final HighBytes highBytes;

  /** What becomes of bytes from 128 on. */
  enum HighBytes {
    /** Shown as they are. */
    PASS,
    /** Shown where they make valid UTF-8. */
    UTF8,
    /** Shown as numbers. */
    ESCAPE
  }

  Printable(HighBytes highBytes) {
    this.highBytes = highBytes;
  }

  /**
   * Follows {@code -8} and the locale's charset, as the variables LC_ALL, LC_CTYPE and LANG name
   * it.
   */
  static HighBytes highBytes(boolean eightBit, @Nullable String... localeVariables) {
    if (eightBit) {
      return HighBytes.PASS;
    }
    for (String value : localeVariables) {
      if (value != null && !value.isEmpty()) {
        int dot = value.indexOf('.');
        String charset = dot < 0 ? "" : value.substring(dot + 1);
        if (charset.regionMatches(true, 0, "UTF-8", 0, 5)
            || charset.regionMatches(true, 0, "UTF8", 0, 4)) {
          return HighBytes.UTF8;
        }
        return charset.regionMatches(true, 0, "ISO", 0, 3) ? HighBytes.PASS : HighBytes.ESCAPE;
      }
    }
    return HighBytes.ESCAPE;
  }

  /** The message with what must not reach the terminal escaped; its line end stays. */
  byte[] of(byte[] message) {
    int end = message.length;
    if (end > 0 && (message[end - 1] == '\n' || message[end - 1] == '\r')) {
      end--;
    }
    int start = end > 0 && message[0] == '\r' ? 1 : 0;
    int clean = cleanRun(message, start, end);
    if (clean == end) {
      return message;
    }
    byte[] shown = new byte[message.length * 5];
    System.arraycopy(message, 0, shown, 0, clean);
    int length = clean;
    for (int at = clean; at < end; ) {
      int run = cleanRun(message, at, end);
      System.arraycopy(message, at, shown, length, run - at);
      length += run - at;
      at = run;
      if (at < end) {
        int b = message[at++] & 0xff;
        shown[length++] = '\\';
        shown[length++] = '#';
        shown[length++] = (byte) ('0' + (b >> 6));
        shown[length++] = (byte) ('0' + (b >> 3 & 7));
        shown[length++] = (byte) ('0' + (b & 7));
      }
    }
    System.arraycopy(message, end, shown, length, message.length - end);
    return Arrays.copyOf(shown, length + message.length - end);
  }

  /** Where the bytes that need no escape end. */
  private int cleanRun(byte[] text, int start, int end) {
    int at = start;
    while (at < end) {
      byte b = text[at];
      if (b < 0) {
        int length = highLength(text, at, end);
        if (length == 0) {
          return at;
        }
        at += length;
      } else if ((b < ' ' && b != '\t') || (b == '\\' && looksEscaped(text, at, end))) {
        return at;
      } else {
        at++;
      }
    }
    return at;
  }

  /** A backslash that would read as an escape must be escaped itself. */
  private static boolean looksEscaped(byte[] text, int at, int end) {
    return at + 4 < end
        && text[at + 1] == '#'
        && isDigit(text[at + 2])
        && isDigit(text[at + 3])
        && isDigit(text[at + 4]);
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private int highLength(byte[] text, int at, int end) {
    return switch (highBytes) {
      case PASS -> 1;
      case ESCAPE -> 0;
      case UTF8 -> utf8Length(text, at, end);
    };
  }

  /** The length of the valid UTF-8 sequence here, 0 if there is none. */
  private static int utf8Length(byte[] text, int at, int end) {
    int lead = text[at] & 0xff;
    int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || end - at < length) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((text[at + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    int second = text[at + 1] & 0xff;
    boolean overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
    boolean outside = (lead == 0xed && second > 0x9f) || (lead == 0xf4 && second > 0x8f);
    return overlong || outside ? 0 : length;
  }
}
