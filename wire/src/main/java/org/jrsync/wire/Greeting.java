package org.jrsync.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/**
 * The first line that a daemon and its client send each other (docs/protocol.md, "Greeting"), such
 * as {@code @RSYNCD: 33.0 sha512 sha256 sha1 md5 md4}.
 *
 * @param protocol the version offered
 * @param subProtocol 0 for a released version
 * @param digests the names of the authentication digests, or null from old peers
 */
public record Greeting(int protocol, int subProtocol, @Nullable String digests) {
  private static final String PREFIX = "@RSYNCD:";

  /** What this program says. */
  public static Greeting ours(int protocol) {
    return new Greeting(protocol, 0, AuthDigest.list());
  }

  /** The line, newline included. */
  public byte[] line() {
    String names = digests == null ? "" : " " + digests;
    return (PREFIX + " " + protocol + "." + subProtocol + names + "\n").getBytes(ISO_8859_1);
  }

  /**
   * Understands the peer's line.
   *
   * @param line without its newline
   * @param client true on the client
   * @throws RsyncException with exit code 5; the message is the error line for a client's user, or
   *     the {@code @ERROR} line that a server sends
   */
  public static Greeting parse(byte[] line, boolean client) {
    String text = new String(line, ISO_8859_1);
    if (!text.startsWith(PREFIX)) {
      throw notGreeting(text, client);
    }
    int at = PREFIX.length();
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    // A number as C reads it, whose sign makes a version that nobody speaks.
    boolean negative = text.startsWith("-", at);
    int digits = negative || text.startsWith("+", at) ? at + 1 : at;
    int end = digitsEnd(text, digits);
    int protocol = number(text, digits, end);
    if (protocol < 0) {
      throw notGreeting(text, client);
    }
    protocol = negative ? -protocol : protocol;
    int sub = -1;
    if (end < text.length() && text.charAt(end) == '.') {
      sub = number(text, end + 1, digitsEnd(text, end + 1));
    }
    if (sub < 0) {
      if (protocol >= 30) {
        throw omitted("subprotocol value", text, client);
      }
      sub = 0;
    }
    int space = text.indexOf(' ', PREFIX.length() + 1);
    if (space < 0 && protocol > 31) {
      throw omitted("digest name list", text, client);
    }
    return new Greeting(protocol, sub, space < 0 ? null : text.substring(space + 1));
  }

  /**
   * The version both can speak: pre-releases of different kinds fall back to the release before.
   */
  public int common(int ours) {
    if (ours > protocol) {
      return subProtocol == 0 ? protocol : protocol - 1;
    }
    return ours == protocol && subProtocol != 0 ? ours - 1 : ours;
  }

  private static RsyncException notGreeting(String text, boolean client) {
    return new RsyncException(
        ExitCode.START_CLIENT,
        client
            ? "rsync: server sent \"" + text + "\" rather than greeting"
            : "@ERROR: protocol startup error");
  }

  private static RsyncException omitted(String what, String text, boolean client) {
    return new RsyncException(
        ExitCode.START_CLIENT,
        (client ? "rsync: the server omitted the " : "@ERROR: your client omitted the ")
            + what
            + ": "
            + text);
  }

  private static int digitsEnd(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  /** The number in the span, or -1 if it is empty; one with many digits becomes the largest. */
  private static int number(String text, int from, int end) {
    if (end == from) {
      return -1;
    }
    return end - from > 9 ? Integer.MAX_VALUE : Integer.parseInt(text, from, end, 10);
  }
}
