package org.jrsync.wire.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.cert.X509Certificate;

/**
 * Whom certificates are for. Names are a peer's words in Unicode, while logs and messages are texts
 * of bytes (ISO-8859-1), which would keep a part of each of its characters.
 */
public final class CertificateName {

  private CertificateName() {}

  /** Its subject (RFC 2253), as a text of UTF-8's bytes. */
  public static String of(X509Certificate certificate) {
    return bytesOf(certificate.getSubjectX500Principal().getName());
  }

  /** A text in Unicode as one of UTF-8's bytes. */
  static String bytesOf(String unicode) {
    return new String(unicode.getBytes(UTF_8), ISO_8859_1);
  }
}
