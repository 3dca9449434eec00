package org.jrsync.engine.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Makes output safe to show: bytes that a terminal or a log must not get raw become {@code \#ooo},
 * and so does a backslash that would look like such an escape. Tabs stay.
 */
public enum EscapedText {
  /** A terminal whose locale is UTF-8: whole characters stay, every other byte is escaped. */
  UTF8,
  /** A terminal of the C locale: bytes above 127 are escaped. */
  ASCII,
  /** {@code --8-bit-output}: only control bytes below a space are escaped. */
  EIGHT_BIT,
  /** A log file: control bytes, also those from 128 to 159, are escaped. */
  LOG;

  private static final int DELETE = 127;

  /** Appends a line, whose final line end and first carriage return, if any, stay as they are. */
  public void appendLine(TextBuilder out, byte[] line) {
    int end = line.length;
    boolean lineEnd = end > 0 && (line[end - 1] == '\n' || line[end - 1] == '\r');
    if (lineEnd) {
      end--;
    }
    int start = 0;
    if (this != LOG && end > 0 && line[0] == '\r') {
      out.add('\r');
      start = 1;
    }
    append(out, line, start, end);
    if (lineEnd) {
      out.add(line[end]);
    }
  }

  /** A text of bytes (ISO-8859-1), made safe. */
  public String of(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    TextBuilder safe = new TextBuilder();
    append(safe, bytes, 0, bytes.length);
    return new String(safe.toBytes(), ISO_8859_1);
  }

  /** Appends all of a slice. */
  public void append(TextBuilder out, byte[] text, int start, int end) {
    int at = start;
    while (at < end) {
      int b = text[at] & 0xff;
      if (b >= 0x80 && this == UTF8) {
        int length = characterLength(text, at, end);
        if (length > 0) {
          out.bytes(text, at, length);
          at += length;
          continue;
        }
      }
      if (mustEscape(b) || looksEscaped(text, at, end)) {
        out.add('\\').add('#');
        out.add('0' + (b >> 6)).add('0' + (b >> 3 & 7)).add('0' + (b & 7));
      } else {
        out.add(b);
      }
      at++;
    }
  }

  private boolean mustEscape(int b) {
    if (b < ' ') {
      return b != '\t';
    }
    if (b <= DELETE) {
      return false;
    }
    return switch (this) {
      case UTF8, ASCII -> true;
      case EIGHT_BIT -> false;
      case LOG -> b <= 0x9f;
    };
  }

  private static boolean looksEscaped(byte[] text, int at, int end) {
    return at < end - 4
        && text[at] == '\\'
        && text[at + 1] == '#'
        && isDigit(text[at + 2])
        && isDigit(text[at + 3])
        && isDigit(text[at + 4]);
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /**
   * Bytes of the UTF-8 character at {@code at}, or 0 if there is none. The C library's check, which
   * upstream relies on, takes the original range up to 31 bits.
   */
  private static int characterLength(byte[] text, int at, int end) {
    int lead = text[at] & 0xff;
    if (lead < 0xc2 || lead > 0xfd) {
      return 0;
    }
    int length = Integer.numberOfLeadingZeros(~(lead << 24));
    if (at + length > end) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((text[at + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    int second = text[at + 1] & 0xff;
    // A lead byte without value bits needs a second byte that could not have been saved.
    boolean bare = lead == 0xe0 || lead == 0xf0 || lead == 0xf8 || lead == 0xfc;
    boolean overlong = bare && second < 0x80 + (0x100 >> length);
    boolean surrogate = lead == 0xed && second > 0x9f;
    return overlong || surrogate ? 0 : length;
  }
}
