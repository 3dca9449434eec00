package org.jrsync.daemon.session;

import java.io.IOException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jrsync.wire.tls.CertificateName;
import org.jrsync.wire.tls.TlsFailure;
import org.jspecify.annotations.Nullable;

/** Who clients have shown by certificates to be. */
final class TlsClients {

  private static final TlsFailure FAILURE = new TlsFailure("client", "", "is refused");

  private TlsClients() {}

  /** Why there is no TLS with one, in one line. */
  static String reason(IOException failure) {
    return FAILURE.reason(failure);
  }

  /**
   * Whom the client's certificate is for, whose authority was believed, as a text of bytes; empty
   * without one.
   */
  static String shown(@Nullable SSLSession session) {
    if (session == null) {
      return "";
    }
    try {
      Certificate own = session.getPeerCertificates()[0];
      return own instanceof X509Certificate known ? CertificateName.of(known) : own.getType();
    } catch (SSLPeerUnverifiedException e) {
      return "";
    }
  }
}
