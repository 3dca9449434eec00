package org.jrsync.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import org.jrsync.engine.options.Environment;
import org.jrsync.engine.report.EscapedText;
import org.jrsync.engine.report.TextBuilder;
import org.jspecify.annotations.Nullable;

/** Makes messages fit for the terminal of the person at the client. */
final class Printable {

  private final EscapedText escape;

  Printable(EscapedText escape) {
    this.escape = escape;
  }

  /** For messages from outside any transfer, where {@code -8} is not known. */
  static Printable of(Environment environment) {
    return new Printable(highBytes(false, environment));
  }

  /** Follows {@code -8} and the locale's charset, as the environment names it. */
  static EscapedText highBytes(boolean eightBit, Environment environment) {
    return highBytes(
        eightBit,
        text(environment.get("LC_ALL")),
        text(environment.get("LC_CTYPE")),
        text(environment.get("LANG")));
  }

  private static @Nullable String text(byte @Nullable [] value) {
    return value == null ? null : new String(value, ISO_8859_1);
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

  /** Each line of the text, as {@link #of(byte[])} makes it, and a line end behind the last one. */
  byte[] ofLines(String text) {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    for (String line : text.split("\n", -1)) {
      shown.writeBytes(of((line + "\n").getBytes(ISO_8859_1)));
    }
    return shown.toByteArray();
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
