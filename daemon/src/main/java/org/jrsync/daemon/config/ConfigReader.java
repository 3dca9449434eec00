package org.jrsync.daemon.config;

import java.nio.charset.StandardCharsets;

/**
 * Splits the text of an {@code rsyncd.conf} into sections, parameters and directives. The grammar
 * is by lines: blank, comment ({@code #} or {@code ;} first), {@code [section]}, {@code name =
 * value} and {@code &directive value}. A backslash at the end of a line continues it in every kind
 * but comments.
 *
 * <p>Values are texts whose chars are bytes (ISO-8859-1), so that a path in any encoding survives.
 */
final class ConfigReader {

  /** Receives what was read, in order. */
  interface Handler {
    /** A section begins; its name has single inner spaces and none around. */
    void section(String name, int line);

    /** One parameter of the current section. */
    void parameter(String name, String value, int line);

    /** An {@code &include} or the like; {@code name} carries the ampersand. */
    void directive(String name, String value, int line);

    /** A line that makes no sense but does not spoil the file. */
    void warning(String message, int line);
  }

  private static final int END = -1;

  private final byte[] input;
  private final Handler handler;
  private int position;
  private int line = 1;

  private ConfigReader(byte[] input, Handler handler) {
    this.input = input;
    this.handler = handler;
  }

  /**
   * Reads a whole file.
   *
   * @throws ConfigException for an error after which upstream too gives up the file
   */
  static void read(byte[] input, Handler handler) {
    new ConfigReader(input, handler).lines();
  }

  /** White space of the C locale. */
  static boolean isSpace(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private void lines() {
    int c = skipSpace();
    while (c > 0) {
      switch (c) {
        case '\n', '\\' -> {}
        case ';', '#' -> skipLine();
        case '[' -> section();
        default -> parameter(c);
      }
      c = skipSpace();
    }
  }

  private int next() {
    if (position >= input.length) {
      return END;
    }
    int c = input[position++] & 0xff;
    if (c == '\n') {
      line++;
    }
    return c;
  }

  /** The next byte that is not white space; a line's end counts as not. */
  private int skipSpace() {
    int c = next();
    while (c != '\n' && isSpace(c)) {
      c = next();
    }
    return c;
  }

  private void skipLine() {
    int c = next();
    while (c > 0 && c != '\n') {
      c = next();
    }
  }

  private void section() {
    int start = line;
    Words name = new Words();
    int c = skipSpace();
    while (c > 0) {
      if (c == ']') {
        if (name.isEmpty()) {
          throw new ConfigException("Empty section name in config file.", start);
        }
        skipLine();
        handler.section(name.text(), start);
        return;
      }
      if (c == '\n') {
        if (!name.continued()) {
          throw new ConfigException("Badly formed line in config file: " + name.text(), start);
        }
        c = next();
      } else if (isSpace(c)) {
        name.space();
        c = skipSpace();
      } else {
        name.append(c);
        c = next();
      }
    }
    throw new ConfigException("Unexpected EOF in the config file: " + name.text(), start);
  }

  private void parameter(int first) {
    int start = line;
    boolean directive = first == '&';
    Words name = new Words();
    int c = first;
    while (true) {
      if (c == '=') {
        if (name.isEmpty()) {
          throw new ConfigException("Invalid parameter name in config file.", start);
        }
        c = skipSpace();
        break;
      } else if (c == '\n') {
        if (!name.continued()) {
          handler.warning("Ignoring badly formed line in config file: " + name.text(), start);
          return;
        }
        c = next();
      } else if (c <= 0) {
        handler.warning("Unexpected end-of-file at: " + name.text(), start);
        return;
      } else if (directive && (c == ' ' || c == '\t')) {
        c = skipSpace();
        if (c == '=') {
          c = skipSpace();
        }
        break;
      } else if (isSpace(c)) {
        name.space();
        c = skipSpace();
      } else {
        name.append(c);
        c = next();
      }
    }
    String value = value(c);
    if (directive) {
      handler.directive(name.text(), value, start);
    } else {
      handler.parameter(name.text(), value, start);
    }
  }

  /** The rest of the line from {@code c} on: inner white space stays, what trails goes. */
  private String value(int first) {
    StringBuilder text = new StringBuilder();
    int end = 0;
    int c = first;
    while (c > 0) {
      if (c == '\n') {
        int backslash = continuation(text);
        if (backslash < 0) {
          break;
        }
        text.setLength(backslash);
        end = backslash;
      } else if (c != '\r') {
        text.append((char) c);
        if (!isSpace(c)) {
          end = text.length();
        }
      }
      c = next();
    }
    text.setLength(end);
    return text.toString();
  }

  /** Where the backslash that ends {@code text} is, white space after it ignored, or -1. */
  private static int continuation(CharSequence text) {
    int at = text.length() - 1;
    while (at >= 0 && isSpace(text.charAt(at))) {
      at--;
    }
    return at >= 0 && text.charAt(at) == '\\' ? at : -1;
  }

  /** The file's text for a test or a message. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A name in the making, in which any run of white space becomes one space. */
  private static final class Words {
    private final StringBuilder text = new StringBuilder();
    private boolean spaced;

    boolean isEmpty() {
      return text.isEmpty();
    }

    void space() {
      spaced = true;
    }

    void append(int c) {
      if (spaced && !text.isEmpty()) {
        text.append(' ');
      }
      spaced = false;
      text.append((char) c);
    }

    /** Takes a backslash off the end; false when there is none. */
    boolean continued() {
      int last = text.length() - 1;
      if (last < 0 || text.charAt(last) != '\\') {
        return false;
      }
      text.setLength(last);
      if (last > 0 && text.charAt(last - 1) == ' ') {
        text.setLength(last - 1);
        spaced = true;
      } else {
        spaced = false;
      }
      return true;
    }

    String text() {
      return text.toString();
    }
  }
}
