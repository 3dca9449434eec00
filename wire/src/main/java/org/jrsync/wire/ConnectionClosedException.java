package org.jrsync.wire;

/** The stream ended where the protocol needs more bytes: exit code 12. */
public final class ConnectionClosedException extends RsyncException {
  private static final long serialVersionUID = 1L;

  public ConnectionClosedException(long bytesReceived, Role role) {
    super(
        ExitCode.STREAM_IO,
        "rsync: connection unexpectedly closed ("
            + grouped(bytesReceived)
            + " bytes received so far) ["
            + role.text()
            + "]");
  }

  /** Decimal digits in groups of three, as rsync shows byte counts. */
  static String grouped(long value) {
    String digits = Long.toString(value);
    StringBuilder out = new StringBuilder(digits.length() + digits.length() / 3);
    for (int i = 0; i < digits.length(); i++) {
      if (i > 0 && (digits.length() - i) % 3 == 0) {
        out.append(',');
      }
      out.append(digits.charAt(i));
    }
    return out.toString();
  }
}
