package org.jrsync.engine.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * One line of the log, {@code 2025/01/31 09:05:00 [12] text}, with everything in the text that
 * could steer a terminal written as {@code \#ooo}.
 */
public final class LogLine {

  private LogLine() {}

  /**
   * Builds a line with its end.
   *
   * @param writer a session's number or a process id
   * @param text bytes of the line (ISO-8859-1), without a line end
   */
  public static byte[] format(Instant when, ZoneId zone, long writer, String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 40);
    LocalDateTime local = LocalDateTime.ofInstant(when, zone);
    digits(out, local.getYear(), 4);
    out.write('/');
    digits(out, local.getMonthValue(), 2);
    out.write('/');
    digits(out, local.getDayOfMonth(), 2);
    out.write(' ');
    time(out, local);
    out.write(' ');
    out.write('[');
    digits(out, writer, 1);
    out.write(']');
    out.write(' ');
    escape(out, text);
    out.write('\n');
    return out.toByteArray();
  }

  /** Appends a text of bytes; what is none in it comes out as the escapes of its UTF-8. */
  static void escape(ByteArrayOutputStream out, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 0xff) {
        int character = text.codePointAt(i);
        for (byte b : Character.toString(character).getBytes(UTF_8)) {
          octal(out, b & 0xff);
        }
        i += Character.charCount(character) - 1;
        continue;
      }
      boolean control = (c < ' ' && c != '\t') || (c >= 0x80 && c <= 0x9f);
      if (control || (c == '\\' && looksEscaped(text, i))) {
        octal(out, c);
      } else {
        out.write(c);
      }
    }
  }

  private static void octal(ByteArrayOutputStream out, int b) {
    out.write('\\');
    out.write('#');
    out.write('0' + (b >> 6));
    out.write('0' + (b >> 3 & 7));
    out.write('0' + (b & 7));
  }

  /** {@code HH:MM:SS}. */
  static void time(ByteArrayOutputStream out, LocalDateTime local) {
    digits(out, local.getHour(), 2);
    out.write(':');
    digits(out, local.getMinute(), 2);
    out.write(':');
    digits(out, local.getSecond(), 2);
  }

  /** Whether the text itself holds what an escape looks like, with something after it. */
  private static boolean looksEscaped(String text, int at) {
    return at + 4 < text.length()
        && text.charAt(at + 1) == '#'
        && isDigit(text.charAt(at + 2))
        && isDigit(text.charAt(at + 3))
        && isDigit(text.charAt(at + 4));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static void digits(ByteArrayOutputStream out, long number, int width) {
    String text = Long.toString(number);
    for (int i = text.length(); i < width; i++) {
      out.write('0');
    }
    for (int i = 0; i < text.length(); i++) {
      out.write(text.charAt(i));
    }
  }
}
