package org.jrsync.engine.options;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A source or destination that names a host: {@code [user@]host:path}, {@code
 * [user@]host::module/path} or {@code rsync://[user@]host[:port]/module/path}. A numeric IPv6 host
 * stands in brackets, which are not kept. See rsync(1), "General".
 *
 * @param user who to be there, null when not given
 * @param host the host's name, empty in a further source of the same host ({@code :path})
 * @param port where the daemon listens: {@link #SHELL} for a remote shell, {@link #DEFAULT_PORT}
 *     for a daemon without a port of its own
 * @param path what follows
 */
@SuppressWarnings("ArrayRecordComponent") // Names are bytes; two specs are never compared.
public record HostSpec(byte @Nullable [] user, byte[] host, int port, byte[] path) {

  /** The "port" of a host that is reached by a remote shell. */
  public static final int SHELL = 0;

  /** The "port" of a daemon whose port is not part of the spec. */
  public static final int DEFAULT_PORT = -1;

  private static final byte[] URL = "rsync://".getBytes(StandardCharsets.US_ASCII);

  /** Whether a daemon's protocol is spoken there. */
  public boolean isDaemon() {
    return port != SHELL;
  }

  /** The same place with another port. */
  HostSpec withPort(int newPort) {
    return new HostSpec(user, host, newPort, path);
  }

  /** The user and host as they were written, which is how two specs are compared. */
  byte[] userAndHost() {
    return user == null ? host : Bytes.concat(Bytes.text(user) + "@", host);
  }

  /** Reads one argument; null if it is a local path. */
  public static @Nullable HostSpec parse(byte[] argument) {
    if (isUrl(argument)) {
      HostSpec url = new Reader(argument, URL.length, true).read();
      if (url != null) {
        return url;
      }
    }
    return new Reader(argument, 0, false).read();
  }

  private static boolean isUrl(byte[] argument) {
    if (argument.length < URL.length) {
      return false;
    }
    String start = Bytes.text(Arrays.copyOf(argument, URL.length));
    return Bytes.equalsIgnoreCase(start, "rsync://");
  }

  /** One reading of one argument, as a URL or not. */
  private static final class Reader {
    private final byte[] text;
    private final int start;
    private final boolean url;
    private int hostStart;
    private int hostEnd = -1;
    private int port;

    Reader(byte[] text, int start, boolean url) {
      this.text = text;
      this.start = start;
      this.url = url;
      this.hostStart = start;
    }

    @Nullable HostSpec read() {
      int at = start;
      while (at < text.length && text[at] != ':' && text[at] != '/') {
        if (text[at] == '@') {
          hostStart = at + 1;
        } else if (text[at] == '[') {
          at = bracketed(at);
          if (at < 0) {
            return null;
          }
        }
        at++;
      }
      if (hostEnd < 0) {
        hostEnd = at;
      }
      int path = url ? afterUrlHost(at) : afterHost(at);
      return path < 0 ? null : new HostSpec(user(), host(), port, Bytes.from(text, path));
    }

    /**
     * Takes {@code [address]}; returns where the closing bracket is, or -1 if the whole makes no
     * host.
     */
    private int bracketed(int open) {
      if (open != hostStart) {
        return -1;
      }
      int close = open + 1;
      while (close < text.length && text[close] != ']' && text[close] != '/') {
        close++;
      }
      boolean ends = close + 1 >= text.length || text[close + 1] == ':' || text[close + 1] == '/';
      if (close >= text.length || text[close] != ']' || !ends || close == open + 1) {
        return -1;
      }
      hostStart = open + 1;
      hostEnd = close;
      return close;
    }

    /** Behind a URL's host: nothing, a path, or a port and perhaps a path. */
    private int afterUrlHost(int at) {
      port = DEFAULT_PORT;
      if (at == text.length) {
        return at;
      }
      if (text[at] == '/') {
        return at + 1;
      }
      int end = at + 1;
      int number = 0;
      for (; end < text.length && Bytes.isDigit(text[end]); end++) {
        number = Math.min(number * 10 + (text[end] - '0'), 1 << 24);
      }
      port = number == 0 ? DEFAULT_PORT : number;
      if (end == text.length) {
        return end;
      }
      return text[end] == '/' ? end + 1 : -1;
    }

    /** Behind a host that is no URL's: one colon for a remote shell, two for a daemon. */
    private int afterHost(int at) {
      if (at == text.length || text[at] != ':') {
        return -1;
      }
      boolean daemon = at + 1 < text.length && text[at + 1] == ':';
      port = daemon ? DEFAULT_PORT : SHELL;
      return at + (daemon ? 2 : 1);
    }

    private byte @Nullable [] user() {
      int at = hostStart - 1;
      if (at >= start && text[at] == '[') {
        at--;
      }
      return at >= start && text[at] == '@' ? Arrays.copyOfRange(text, start, at) : null;
    }

    private byte[] host() {
      return Arrays.copyOfRange(text, hostStart, hostEnd);
    }
  }
}
