package org.jrsync.daemon.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.jrsync.daemon.config.ConfigException;
import org.jrsync.daemon.config.TlsFiles;
import org.jrsync.daemon.host.OperatorFiles;
import org.jrsync.posix.Errno;
import org.jrsync.posix.PosixException;
import org.jrsync.wire.tls.CertificateName;
import org.jrsync.wire.tls.PeerTrust;
import org.jrsync.wire.tls.PemFile;
import org.jrsync.wire.tls.TlsIdentity;
import org.jspecify.annotations.Nullable;

/**
 * What the files hold that the configuration names.
 *
 * @param identity the daemon's certificate and key, which belong together
 * @param clients which clients are believed; null where none is asked
 */
public record TlsMaterial(TlsIdentity identity, @Nullable PeerTrust clients) {

  /**
   * Reads the files.
   *
   * @throws ConfigException when one of them cannot be used
   */
  public static TlsMaterial read(TlsFiles named, OperatorFiles files) {
    if (named.certificate().isEmpty()) {
      throw new ConfigException("no \"tls certificate\" is named");
    }
    try {
      PemFile certificate = pem(named.certificate(), files);
      PemFile key = named.key().equals(named.certificate()) ? certificate : pem(named.key(), files);
      PeerTrust clients =
          named.asksClients()
              ? PeerTrust.in(pem(named.clientAuthorities(), files).certificates())
              : null;
      return new TlsMaterial(TlsIdentity.of(certificate, key), clients);
    } catch (GeneralSecurityException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  private static PemFile pem(String path, OperatorFiles files) throws GeneralSecurityException {
    byte[] content;
    try {
      content = files.content(path.getBytes(ISO_8859_1));
    } catch (PosixException e) {
      throw new ConfigException(path + ": " + Errno.message(e.errno()));
    }
    return PemFile.parse(path, content);
  }

  /** Who the certificate is for, and until when, as a text of bytes. */
  public String shown() {
    X509Certificate own = identity.certificate();
    return CertificateName.of(own) + ", valid until " + until(own);
  }

  private static Instant until(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant();
  }

  /** What clients that look at the dates will not believe today; null where nothing is wrong. */
  public @Nullable String staleness() {
    X509Certificate own = identity.certificate();
    Instant now = Instant.now();
    if (now.isAfter(until(own))) {
      return "the certificate has expired on " + until(own);
    }
    Instant from = own.getNotBefore().toInstant();
    return now.isBefore(from) ? "the certificate is not valid before " + from : null;
  }
}
