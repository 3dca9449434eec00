package org.jrsync.cli;

import org.jrsync.engine.report.EscapedText;
import org.jrsync.engine.report.TextBuilder;
import org.jspecify.annotations.Nullable;

/** Makes messages fit for the terminal of the person at the client. */
final class Printable {

  private final EscapedText escape;

  Printable(EscapedText escape) {
    this.escape = escape;
  }

  /**
   * Follows {@code -8} and the locale's charset, as the variables LC_ALL, LC_CTYPE and LANG name
   * it.
   */
  static EscapedText highBytes(boolean eightBit, @Nullable String... localeVariables) {
    if (eightBit) {
      return EscapedText.EIGHT_BIT;
    }
    for (String value : localeVariables) {
      if (value != null && !value.isEmpty()) {
        int dot = value.indexOf('.');
        String charset = dot < 0 ? "" : value.substring(dot + 1);
        if (charset.regionMatches(true, 0, "UTF-8", 0, 5)
            || charset.regionMatches(true, 0, "UTF8", 0, 4)) {
          return EscapedText.UTF8;
        }
        boolean everyByteIsText = charset.regionMatches(true, 0, "ISO", 0, 3);
        return everyByteIsText ? EscapedText.EIGHT_BIT : EscapedText.ASCII;
      }
    }
    return EscapedText.ASCII;
  }

  /** The message with what must not reach the terminal escaped; its line end stays. */
  byte[] of(byte[] message) {
    if (isPlain(message)) {
      return message;
    }
    TextBuilder text = new TextBuilder();
    escape.appendLine(text, message);
    return text.toBytes();
  }

  /** Whether nothing in it can need an escape, as in most messages. */
  private static boolean isPlain(byte[] message) {
    int end = message.length;
    if (end > 0 && message[end - 1] == '\n') {
      end--;
    }
    for (int i = 0; i < end; i++) {
      if (message[i] < ' ' || message[i] == '\\') {
        return false;
      }
    }
    return true;
  }
}
