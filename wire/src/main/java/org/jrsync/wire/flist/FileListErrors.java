package org.jrsync.wire.flist;

import java.nio.charset.StandardCharsets;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

/** The refusals of this package, with the exit codes of rsync. */
final class FileListErrors {

  private FileListErrors() {}

  /** A limit of this implementation or of the session's budget. */
  static RsyncException tooLarge(String field, long limit) {
    return new RsyncException(
        ExitCode.MALLOC, "file list " + field + " exceed the limit of " + limit);
  }

  /** A length on the wire that does not fit the field's buffer. */
  static RsyncException overflow(String field, long length, int limit) {
    return new RsyncException(
        ExitCode.MALLOC,
        "overflow in file list: " + field + " of " + length + " bytes (limit " + limit + ")");
  }

  /** Data that breaks the protocol. */
  static RsyncException protocol(String message) {
    return new RsyncException(ExitCode.PROTOCOL, message);
  }

  /** Data that is well formed but not acceptable. */
  static RsyncException refused(String message) {
    return new RsyncException(ExitCode.UNSUPPORTED, message);
  }

  /** A name for a message, with bytes outside printable ASCII escaped as rsync prints them. */
  static String show(byte[] name, int offset, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = offset; i < offset + length; i++) {
      int b = name[i] & 0xFF;
      if (b < 0x20 || b > 0x7E) {
        text.append("\\#").append((char) ('0' + (b >> 6))).append((char) ('0' + ((b >> 3) & 7)));
        text.append((char) ('0' + (b & 7)));
      } else {
        text.append((char) b);
      }
    }
    return text.toString();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
