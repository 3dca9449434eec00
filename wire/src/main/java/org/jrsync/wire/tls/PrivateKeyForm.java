package org.jrsync.wire.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Puts private keys in the older forms of one algorithm each into the form of all, PKCS #8 (RFC
 * 5208), which is the only one that the JDK reads. Lengths are as DER has them; what is not sound
 * comes out as something that the JDK refuses.
 */
final class PrivateKeyForm {
  private static final int INTEGER = 0x02;
  private static final int OCTETS = 0x04;
  private static final int SEQUENCE = 0x30;
  private static final int PARAMETERS = 0xa0;

  private static final byte[] VERSION_0 = {INTEGER, 1, 0};

  /** 1.2.840.113549.1.1.1 and no parameters. */
  private static final byte[] RSA = {
    0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
  };

  /** 1.2.840.10045.2.1. */
  private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

  private PrivateKeyForm() {}

  /** From PKCS #1 (RFC 8017, A.1.2). */
  static byte[] ofRsa(byte[] pkcs1) {
    return element(SEQUENCE, VERSION_0, RSA, element(OCTETS, pkcs1));
  }

  /** From SEC 1 (RFC 5915), which must name its curve. */
  static byte[] ofEc(byte[] sec1) {
    byte[] algorithm = element(SEQUENCE, EC, curve(sec1));
    return element(SEQUENCE, VERSION_0, algorithm, element(OCTETS, sec1));
  }

  /** What the element with the curve's name holds; empty where there is none. */
  private static byte[] curve(byte[] sec1) {
    int at = content(sec1, 0);
    while (at > 0 && at + 1 < sec1.length) {
      int from = content(sec1, at);
      int end = from < 0 ? -1 : from + length(sec1, at);
      if (end < 0 || end > sec1.length) {
        break;
      }
      if ((sec1[at] & 0xff) == PARAMETERS) {
        return Arrays.copyOfRange(sec1, from, end);
      }
      at = end;
    }
    return new byte[0];
  }

  /** Where the content of the element at a place begins; -1 where there is no room for it. */
  private static int content(byte[] der, int at) {
    if (at + 1 >= der.length) {
      return -1;
    }
    int first = der[at + 1] & 0xff;
    int from = at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    return from > der.length ? -1 : from;
  }

  /** How long that content is, at most 65535. */
  private static int length(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return switch (first) {
      case 0x81 -> der[at + 2] & 0xff;
      case 0x82 -> (der[at + 2] & 0xff) << 8 | (der[at + 3] & 0xff);
      default -> first < 0x80 ? first : 0xffff;
    };
  }

  private static byte[] element(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
    out.write(tag);
    int bytes = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
    if (bytes > 0) {
      out.write(0x80 | bytes);
    }
    for (int i = Math.max(0, bytes - 1); i >= 0; i--) {
      out.write(length >> (8 * i));
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
