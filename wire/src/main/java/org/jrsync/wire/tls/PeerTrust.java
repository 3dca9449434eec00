package org.jrsync.wire.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Which peers are believed to be who they say. */
public final class PeerTrust extends X509ExtendedTrustManager {
  /** Certificates between the peer's and an authority's, as {@code openssl -verify 4} has it. */
  private static final int MOST_BETWEEN = 4;

  private final @Nullable X509ExtendedTrustManager authorities;

  private PeerTrust(@Nullable X509ExtendedTrustManager authorities) {
    this.authorities = authorities;
  }

  /** Any server at all; clients are not asked who they are. */
  public static PeerTrust inAnyServer() {
    return new PeerTrust(null);
  }

  /** Peers that one of these vouches for. */
  public static PeerTrust in(List<X509Certificate> authorities) throws GeneralSecurityException {
    KeyStore store = TlsIdentity.emptyStore();
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry(Integer.toString(i), authorities.get(i));
    }
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(store, new X509CertSelector());
    parameters.setRevocationEnabled(false);
    parameters.setMaxPathLength(MOST_BETWEEN);
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(new CertPathTrustManagerParameters(parameters));
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager known) {
        return new PeerTrust(known);
      }
    }
    throw new GeneralSecurityException("no X.509 trust manager");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    if (authorities != null) {
      authorities.checkServerTrusted(chain, type, engine);
      // A certificate that is among the authorities itself has not been asked for its dates.
      chain[0].checkValidity();
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    if (authorities == null) {
      throw new CertificateException("no authority for clients is known");
    }
    authorities.checkClientTrusted(chain, type, engine);
    chain[0].checkValidity();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw engineless();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw engineless();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw engineless();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw engineless();
  }

  private static CertificateException engineless() {
    return new CertificateException("TLS is spoken through engines alone");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities == null ? new X509Certificate[0] : authorities.getAcceptedIssuers();
  }
}
