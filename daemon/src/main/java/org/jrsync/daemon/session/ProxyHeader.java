package org.jrsync.daemon.session;

import java.io.EOFException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy says of its client before that client's own first byte, in either version. Only the
 * client's address is of use here; ports have to be right, and further fields of version 2 are
 * passed over.
 *
 * <p>Source: HAProxy's "The PROXY protocol, Versions 1 &amp; 2".
 */
final class ProxyHeader {

  /** The longest line of version 1 with its end, in bytes. */
  static final int LONGEST_LINE = 107;

  /** What may follow the 16 bytes of a header of version 2: addresses and further fields. */
  static final int LONGEST_REST = 2048;

  private static final byte[] SIGNATURE = {
    '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
  };
  private static final byte[] WORD = {'P', 'R', 'O', 'X', 'Y', ' '};

  private static final int VERSION_2 = 0x20;
  private static final int LOCAL = 0;
  private static final int PROXY = 1;
  private static final int TCP_IPV4 = 0x11;
  private static final int TCP_IPV6 = 0x21;
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final int PORTS_BYTES = 4;
  private static final int MAX_PORT = 65_535;

  private final Input input;
  private final byte[] line = new byte[LONGEST_LINE];
  private int length;

  /** Where the header comes from. */
  interface Input {
    /** The next byte, 0 to 255, or -1 at the end. */
    int read() throws IOException;
  }

  private ProxyHeader(Input input) {
    this.input = input;
  }

  /**
   * Reads a header, and nothing beyond it.
   *
   * @return the address of the proxy's client; null where the proxy speaks for itself or of no TCP
   *     connection, whose address is then the connection's own
   * @throws EOFException when the connection ends before anything was said
   * @throws ProxyHeaderException when it is no such header
   */
  static @Nullable InetAddress read(Input input) throws IOException {
    return new ProxyHeader(input).read();
  }

  private @Nullable InetAddress read() throws IOException {
    int first = input.read();
    if (first < 0) {
      throw new EOFException();
    }
    line[length++] = (byte) first;
    if (first == SIGNATURE[0]) {
      expect(SIGNATURE);
      return binary();
    }
    expect(WORD);
    return text();
  }

  /** Reads the rest of a beginning, of which one byte is there. */
  private void expect(byte[] beginning) throws IOException {
    while (line[length - 1] == beginning[length - 1]) {
      if (length == beginning.length) {
        return;
      }
      line[length++] = (byte) next();
    }
    throw new ProxyHeaderException("it begins as neither version does");
  }

  private int next() throws IOException {
    int c = input.read();
    if (c < 0) {
      throw new ProxyHeaderException("it is cut short");
    }
    return c;
  }

  private @Nullable InetAddress binary() throws IOException {
    int command = next();
    int family = next();
    int rest = next() << 8 | next();
    if ((command & 0xf0) != VERSION_2) {
      throw new ProxyHeaderException("its version is neither 1 nor 2");
    }
    if (rest > LONGEST_REST) {
      throw new ProxyHeaderException("it is longer than " + (16 + LONGEST_REST) + " bytes");
    }
    byte[] content = new byte[rest];
    for (int i = 0; i < rest; i++) {
      content[i] = (byte) next();
    }
    return switch (command & 0x0f) {
      case LOCAL -> null;
      case PROXY -> source(family, content);
      default -> throw new ProxyHeaderException("its command is unknown");
    };
  }

  private static @Nullable InetAddress source(int family, byte[] content)
      throws ProxyHeaderException {
    int size =
        switch (family) {
          case TCP_IPV4 -> IPV4_BYTES;
          case TCP_IPV6 -> IPV6_BYTES;
          default -> 0;
        };
    if (size == 0) {
      return null;
    }
    if (content.length < 2 * size + PORTS_BYTES) {
      throw new ProxyHeaderException("its addresses are cut short");
    }
    try {
      return InetAddress.getByAddress(Arrays.copyOf(content, size));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private @Nullable InetAddress text() throws IOException {
    while (line[length - 1] != '\n') {
      if (length == LONGEST_LINE) {
        throw new ProxyHeaderException("its line is longer than " + LONGEST_LINE + " bytes");
      }
      line[length++] = (byte) next();
    }
    String text = new String(line, 0, length, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\r');
    if (end != length - 2) {
      throw new ProxyHeaderException("its line does not end with CR and LF");
    }
    String[] words = text.substring(WORD.length, end).split(" ", -1);
    if (words[0].equals("UNKNOWN")) {
      return null;
    }
    boolean four = words[0].equals("TCP4");
    if (!four && !words[0].equals("TCP6")) {
      throw new ProxyHeaderException("its family is unknown");
    }
    if (words.length != 5) {
      throw new ProxyHeaderException("it has not two addresses and two ports");
    }
    InetAddress source = address(words[1], four);
    InetAddress destination = address(words[2], four);
    if (source == null || destination == null) {
      throw new ProxyHeaderException("an address is none of its family");
    }
    if (!isPort(words[3]) || !isPort(words[4])) {
      throw new ProxyHeaderException("a port is none");
    }
    return source;
  }

  private static @Nullable InetAddress address(String text, boolean four) {
    // Brackets and scopes are no part of an address here.
    if (four ? !isFourNumbers(text) : text.indexOf(':') < 0 || text.indexOf('%') >= 0) {
      return null;
    }
    if (text.startsWith("[")) {
      return null;
    }
    try {
      return four ? Inet4Address.ofLiteral(text) : Inet6Address.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * Four decimal numbers without leading zeros: shorter forms and octal ones are read otherwise.
   */
  private static boolean isFourNumbers(String text) {
    String[] parts = text.split("\\.", -1);
    for (String part : parts) {
      if (!isNumber(part, 3) || (part.length() > 1 && part.startsWith("0"))) {
        return false;
      }
    }
    return parts.length == 4;
  }

  private static boolean isPort(String text) {
    if (!isNumber(text, 5)) {
      return false;
    }
    int port = Integer.parseInt(text);
    return port > 0 && port <= MAX_PORT;
  }

  private static boolean isNumber(String text, int digits) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= digits;
  }
}
