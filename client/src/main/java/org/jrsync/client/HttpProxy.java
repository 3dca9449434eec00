package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/**
 * A web proxy that connections to daemons are made through, by the method CONNECT. Source of the
 * rules and limits: rsync(1), RSYNC_PROXY, and rsync 3.5.1's behaviour.
 *
 * @param host the proxy's
 * @param port the proxy's, as it was given
 * @param credentials {@code user:password}, null when none were given
 */
record HttpProxy(String host, String port, @Nullable String credentials) {
  private static final int LONGEST_VALUE = 1023;
  private static final int LONGEST_PORT = 9;

  /** Bytes of a request, and of a line of the answer with its end. */
  private static final int LONGEST_TEXT = 1023;

  private static final int LONGEST_AUTHORIZATION = 1020;

  /** The proxy refused, or said what makes no sense; the next address may do better. */
  static final class ProxyException extends Exception {
    private static final long serialVersionUID = 1L;

    ProxyException(String message) {
      super(message);
    }
  }

  /**
   * Reads {@code [USER:PASS@]HOST:PORT}.
   *
   * @throws RsyncException when it is no such thing
   */
  static HttpProxy parse(byte[] variable) {
    int length = Math.min(variable.length, LONGEST_VALUE);
    String text = new String(variable, 0, length, ISO_8859_1);
    String credentials = null;
    int at = text.lastIndexOf('@');
    if (at >= 0) {
      credentials = text.substring(0, at);
      if (credentials.indexOf(':') < 0) {
        throw invalid("USER:PASS@HOST:PORT");
      }
    }
    String place = text.substring(at + 1);
    int colon = place.indexOf(':');
    if (colon < 0) {
      throw invalid("HOST:PORT");
    }
    String port = place.substring(colon + 1);
    return new HttpProxy(
        place.substring(0, colon),
        port.substring(0, Math.min(port.length(), LONGEST_PORT)),
        credentials);
  }

  private static RsyncException invalid(String form) {
    return new RsyncException(ExitCode.SOCKET_IO, "invalid proxy specification: should be " + form);
  }

  /**
   * Asks the proxy, once it is connected, for the way on to a daemon.
   *
   * @param in read no further than the proxy's answer
   */
  void open(InputStream in, OutputStream out, byte[] daemon, int port)
      throws ProxyException, IOException {
    out.write(request(daemon, port));
    String status = new String(line(in, "proxy response line too long"), ISO_8859_1);
    if (!grants(status)) {
      throw new ProxyException("bad response from proxy -- " + status);
    }
    while (line(in, "proxy response header line too long").length > 0) {
      // Nothing in a header matters here.
    }
  }

  private byte[] request(byte[] daemon, int port) throws ProxyException {
    for (byte b : daemon) {
      if ((b >= 0 && b < ' ') || b == 0x7f) {
        throw new ProxyException("invalid control character in proxy CONNECT host");
      }
    }
    String authorization = "";
    String known = credentials;
    if (known != null) {
      if ((known.length() * 8 + 5) / 6 > LONGEST_AUTHORIZATION) {
        throw new ProxyException("authentication information is too long");
      }
      byte[] plain = known.getBytes(ISO_8859_1);
      authorization = "\r\nProxy-Authorization: Basic " + Base64.getEncoder().encodeToString(plain);
    }
    String request =
        "CONNECT "
            + new String(daemon, ISO_8859_1)
            + ":"
            + port
            + " HTTP/1.0"
            + authorization
            + "\r\n\r\n";
    if (request.length() > LONGEST_TEXT) {
      throw new ProxyException("proxy CONNECT request too long");
    }
    return request.getBytes(ISO_8859_1);
  }

  /** Whether a status line's code is of the kind 2xx. */
  private static boolean grants(String status) {
    if (!status.startsWith("HTTP/")) {
      return false;
    }
    int i = 5;
    while (i < status.length()
        && (status.charAt(i) == '.' || (status.charAt(i) >= '0' && status.charAt(i) <= '9'))) {
      i++;
    }
    while (i < status.length() && status.charAt(i) == ' ') {
      i++;
    }
    return i < status.length() && status.charAt(i) == '2';
  }

  /** A line without its end. */
  private static byte[] line(InputStream in, String tooLong) throws ProxyException, IOException {
    byte[] text = new byte[LONGEST_TEXT];
    for (int length = 0; length < text.length; length++) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException();
      }
      if (b == '\n') {
        boolean carriageReturn = length > 0 && text[length - 1] == '\r';
        return Arrays.copyOf(text, carriageReturn ? length - 1 : length);
      }
      text[length] = (byte) b;
    }
    throw new ProxyException(tooLong);
  }
}
