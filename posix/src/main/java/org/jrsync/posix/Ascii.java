package org.jrsync.posix;

import java.nio.charset.StandardCharsets;

/** Text of the system's own, which is ASCII, as bytes. */
final class Ascii {
  private Ascii() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
