package org.jrsync.engine.options;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Arguments as bytes. A String made here holds one byte in each char (ISO 8859-1), so nothing is
 * lost on the way.
 */
final class Bytes {

  static final byte[] EMPTY = {};

  private Bytes() {}

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static byte[] of(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] from(byte[] bytes, int start) {
    return Arrays.copyOfRange(bytes, start, bytes.length);
  }

  static boolean startsWith(byte[] bytes, byte[] prefix, int at) {
    return at >= 0
        && at + prefix.length <= bytes.length
        && Arrays.equals(bytes, at, at + prefix.length, prefix, 0, prefix.length);
  }

  static int indexOf(byte[] bytes, int b, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == b) {
        return i;
      }
    }
    return -1;
  }

  /** The first place of {@code part} at or after {@code from}, or -1. */
  static int indexOf(byte[] bytes, byte[] part, int from) {
    for (int i = from; i + part.length <= bytes.length; i++) {
      if (startsWith(bytes, part, i)) {
        return i;
      }
    }
    return -1;
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static byte[] concat(String head, byte[] tail) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(head.length() + tail.length);
    out.writeBytes(of(head));
    out.writeBytes(tail);
    return out.toByteArray();
  }

  /** Compares as C's strcasecmp does in the C locale. */
  static boolean equalsIgnoreCase(String a, String b) {
    if (a.length() != b.length()) {
      return false;
    }
    for (int i = 0; i < a.length(); i++) {
      if (lower(a.charAt(i)) != lower(b.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  }
}
