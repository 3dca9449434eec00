package org.jrsync.daemon.access;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * An address of a {@code hosts allow} or {@code hosts deny} list: alone, with a number of leading
 * bits ({@code 10.0.0.0/8}), or with a mask ({@code 10.0.0.0/255.0.0.0}).
 */
final class AddressPattern {

  /** What a token means as an address. */
  enum Kind {
    /** The token is a name, and no address rule. */
    NAME,
    /** The token was meant as an address and is wrong: it matches nothing. */
    MALFORMED,
    ADDRESS
  }

  private final Kind kind;
  private final byte @Nullable [] address;
  private final byte @Nullable [] mask;
  private final int scope;

  private AddressPattern(Kind kind, byte @Nullable [] address, byte @Nullable [] mask, int scope) {
    this.kind = kind;
    this.address = address;
    this.mask = mask;
    this.scope = scope;
  }

  Kind kind() {
    return kind;
  }

  static AddressPattern of(String token) {
    int slash = token.indexOf('/');
    String literal = slash < 0 ? token : token.substring(0, slash);
    if (!looksLikeAddress(literal)) {
      return new AddressPattern(Kind.NAME, null, null, 0);
    }
    InetAddress parsed = parse(literal);
    if (parsed == null) {
      return malformed();
    }
    byte[] bytes = parsed.getAddress();
    byte[] mask = mask(slash < 0 ? null : token.substring(slash + 1), bytes.length);
    if (mask == null) {
      return malformed();
    }
    int scope = parsed instanceof Inet6Address six ? six.getScopeId() : 0;
    return new AddressPattern(Kind.ADDRESS, bytes, mask, scope);
  }

  private static AddressPattern malformed() {
    return new AddressPattern(Kind.MALFORMED, null, null, 0);
  }

  /** Whether {@code peer} is of the same family and equal in all bits of the mask. */
  boolean matches(InetAddress peer) {
    byte[] mine = address;
    byte[] bits = mask;
    if (mine == null || bits == null) {
      return false;
    }
    byte[] theirs = peer.getAddress();
    if (theirs.length != mine.length) {
      return false;
    }
    if (scope != 0 && !(peer instanceof Inet6Address six && six.getScopeId() == scope)) {
      return false;
    }
    for (int i = 0; i < mine.length; i++) {
      if (((mine[i] ^ theirs[i]) & bits[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Digits and dots alone, or anything with a colon: the shapes that are never looked up as names.
   */
  private static boolean looksLikeAddress(String literal) {
    return literal.indexOf(':') >= 0 || isDottedNumber(literal);
  }

  static boolean isDottedNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable InetAddress parse(String literal) {
    try {
      return literal.indexOf(':') >= 0
          ? Inet6Address.ofLiteral(literal)
          : Inet4Address.ofPosixLiteral(literal);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static byte @Nullable [] mask(@Nullable String text, int length) {
    byte[] mask = new byte[length];
    int bits;
    if (text == null) {
      bits = length * 8;
    } else {
      InetAddress spelled = text.indexOf('.') > 0 || text.indexOf(':') >= 0 ? parse(text) : null;
      if (spelled != null && spelled.getAddress().length == length) {
        return spelled.getAddress();
      }
      bits = number(text);
      if (bits < 0 || bits > length * 8) {
        return null;
      }
    }
    for (int i = 0; i < bits; i++) {
      mask[i >> 3] |= (byte) (0x80 >> (i & 7));
    }
    return mask;
  }

  private static int number(String text) {
    if (text.isEmpty() || text.length() > 4) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }
}
