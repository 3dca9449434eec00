package org.jrsync.engine.report;

import java.util.Arrays;
import org.jrsync.posix.Errno;
import org.jrsync.wire.MessageCode;

/** Builds one message out of text and names, which are bytes of no known charset. */
public final class Message {
  private final Reporter reporter;
  private final MessageCode code;
  private final NameDisplay display;
  private byte[] bytes = new byte[128];
  private int length;

  /** Tells how a path of the transfer is shown to people. */
  @FunctionalInterface
  public interface NameDisplay {
    /** Appends the full name of this path, quoted, and the module if there is one. */
    void appendTo(Message message, byte[] path);
  }

  public Message(Reporter reporter, MessageCode code, NameDisplay display) {
    this.reporter = reporter;
    this.code = code;
    this.display = display;
  }

  /** Appends text that is ASCII. */
  public Message text(String ascii) {
    int n = ascii.length();
    grow(n);
    for (int i = 0; i < n; i++) {
      bytes[length++] = (byte) ascii.charAt(i);
    }
    return this;
  }

  /** Appends a name as it is. */
  public Message name(byte[] name) {
    grow(name.length);
    System.arraycopy(name, 0, bytes, length, name.length);
    length += name.length;
    return this;
  }

  /** Appends a path of the transfer with its root before it, in quotation marks. */
  public Message full(byte[] path) {
    display.appendTo(this, path);
    return this;
  }

  /** Appends a number in decimal. */
  public Message number(long value) {
    return text(Long.toString(value));
  }

  /** Appends what the system says about an error number, and ends the line. */
  public Message errno(int errno) {
    return text(": ").text(Errno.message(errno)).text(" (").number(errno).text(")\n");
  }

  /** Hands the message on. */
  public void send() {
    reporter.report(code, Arrays.copyOf(bytes, length));
  }

  private void grow(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
