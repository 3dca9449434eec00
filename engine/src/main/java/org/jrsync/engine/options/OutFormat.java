package org.jrsync.engine.options;

/**
 * Looks into the format of {@code --out-format}; rsyncd.conf(5), "log format", lists its fields.
 */
public final class OutFormat {

  private OutFormat() {}

  /**
   * Whether the format holds the field {@code %field}, with or without a width or quotes in
   * between.
   */
  public static boolean has(String format, char field) {
    for (int at = 0; (at = format.indexOf('%', at)) >= 0; ) {
      at = field(format, at);
      if (at >= format.length()) {
        return false;
      }
      if (format.charAt(at) == field) {
        return true;
      }
    }
    return false;
  }

  /**
   * Where the letter of the field that starts at this percent sign stands, or the format's length.
   */
  private static int field(String format, int percent) {
    int at = skip(format, percent + 1, '\'');
    if (at < format.length() && format.charAt(at) == '-') {
      at++;
    }
    while (at < format.length() && Bytes.isDigit(format.charAt(at))) {
      at++;
    }
    return skip(format, at, '\'');
  }

  private static int skip(String format, int from, char c) {
    int at = from;
    while (at < format.length() && format.charAt(at) == c) {
      at++;
    }
    return at;
  }

  /**
   * Whether a field is known only after the file's transfer: bytes sent or received, or the
   * checksum.
   */
  static boolean dependsOnTransfer(String format) {
    return has(format, 'b') || has(format, 'c') || has(format, 'C');
  }
}
