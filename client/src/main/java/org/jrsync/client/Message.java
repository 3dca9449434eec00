package org.jrsync.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jrsync.engine.report.EscapedText;
import org.jrsync.engine.report.TextBuilder;

/**
 * What rsync has to say during a transfer.
 *
 * @param kind how bad it is
 * @param bytes the words, without a line end at the end; names in them are bytes as the system has
 *     them, which may be of any encoding and hold control characters
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares messages.
public record Message(Kind kind, byte[] bytes) {

  /** How bad a message is. */
  public enum Kind {
    /** What a verbose rsync tells on standard output. */
    INFO,
    /** Something that may surprise, but no failure. */
    WARNING,
    /** A failure; the result has an exit code other than 0. */
    ERROR
  }

  /** The words as UTF-8. They are the peer's in part: see {@link #printable} for a terminal. */
  public String text() {
    return new String(bytes, UTF_8);
  }

  /**
   * The words as UTF-8, fit for a terminal: control characters, line feeds among them, and bytes
   * that are no UTF-8 stand there as rsync shows them, {@code \\#033} for an escape.
   */
  public String printable() {
    return printable(bytes);
  }

  /** As {@link #printable()}, of any bytes. */
  static String printable(byte[] bytes) {
    TextBuilder text = new TextBuilder();
    EscapedText.UTF8.append(text, bytes, 0, bytes.length);
    return new String(text.toBytes(), UTF_8);
  }

  @Override
  public String toString() {
    return kind + ": " + printable();
  }
}
