package org.jrsync.client.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jrsync.client.Rules;
import org.jrsync.engine.options.Environment;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.Transport;
import org.jrsync.wire.tls.PeerTrust;
import org.jrsync.wire.tls.PemException;
import org.jrsync.wire.tls.PemFile;
import org.jrsync.wire.tls.TlsFailure;
import org.jrsync.wire.tls.TlsIdentity;
import org.jrsync.wire.tls.TlsTransport;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of TLS connections.
 *
 * <p>Who is trusted, and what is checked of a name, is as with rsync-ssl(1) and openssl.
 */
public final class TlsClient {
  /** Where systems keep the certificates of all authorities. */
  private static final String[] SYSTEM_AUTHORITIES = {
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem"
  };

  /** As for HTTPS, but that an asterisk stands for (part of) the first label alone. */
  private static final String NAME_RULES = "LDAPS";

  private final TlsSettings settings;
  private final SSLContext context;

  private TlsClient(TlsSettings settings, SSLContext context) {
    this.settings = settings;
    this.context = context;
  }

  /**
   * Reads the certificates and the key that the settings name.
   *
   * @throws RsyncException with exit code 5 when there are none to be had
   */
  public static TlsClient of(TlsSettings settings, Environment environment) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      PeerTrust trust =
          settings.verify()
              ? PeerTrust.in(authorities(settings, environment))
              : PeerTrust.inAnyServer();
      context.init(identity(settings), new TrustManager[] {trust}, null);
      return new TlsClient(settings, context);
    } catch (PemException e) {
      throw failure(String.valueOf(e.getMessage()), e);
    } catch (GeneralSecurityException e) {
      throw failure("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static List<X509Certificate> authorities(TlsSettings settings, Environment environment)
      throws PemException {
    byte @Nullable [] given = settings.authorities();
    byte @Nullable [] variable = environment.get("SSL_CERT_FILE");
    if (given != null) {
      return read(given).certificates();
    }
    if (variable != null && variable.length > 0) {
      return read(variable).certificates();
    }
    for (String path : SYSTEM_AUTHORITIES) {
      if (Files.isReadable(Path.of(path))) {
        return read(path.getBytes(ISO_8859_1)).certificates();
      }
    }
    throw failure(
        "the system has no file of certificate authorities: RSYNC_SSL_CA_CERT can name one", null);
  }

  private static KeyManager @Nullable [] identity(TlsSettings settings) throws PemException {
    byte @Nullable [] certificate = settings.certificate();
    if (certificate == null) {
      return null;
    }
    PemFile file = read(certificate);
    byte @Nullable [] keyFile = settings.key();
    return new KeyManager[] {TlsIdentity.of(file, keyFile == null ? file : read(keyFile))};
  }

  private static PemFile read(byte[] path) throws PemException {
    String name = new String(path, ISO_8859_1);
    try {
      return PemFile.parse(name, Rules.operatorFiles().read(path));
    } catch (IOException e) {
      throw failure("failed to open " + name + ": " + e.getMessage(), e);
    }
  }

  /** The port of a daemon that names none. */
  public int port() {
    return settings.port();
  }

  /**
   * Refuses names that cannot be a host's before one is connected to.
   *
   * @throws RsyncException with exit code 5
   */
  public static void requireHostName(String host) {
    boolean sound = !host.isEmpty() && host.charAt(0) != '-';
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      boolean alphanumeric =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      sound &= alphanumeric || c == '.' || c == '_' || c == ':' || c == '-';
    }
    if (!sound) {
      throw new RsyncException(ExitCode.START_CLIENT, "invalid rsync-ssl hostname: " + host);
    }
  }

  /**
   * Shakes hands over a connection.
   *
   * @param host whose certificate is expected
   * @param timeoutMillis most that it may take, in milliseconds; {@link Transport#FOR_EVER}
   * @throws RsyncException with exit code 5 when there is no trust between the ends, 35 when it
   *     takes too long
   */
  public TlsTransport over(Transport connection, String host, int port, long timeoutMillis) {
    SSLEngine engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    if (settings.verify() && settings.checkName()) {
      parameters.setEndpointIdentificationAlgorithm(NAME_RULES);
    }
    SNIHostName asked = asked(host);
    if (asked != null) {
      parameters.setServerNames(List.of(asked));
    }
    engine.setSSLParameters(parameters);
    TlsTransport transport = new TlsTransport(connection, engine);
    try {
      transport.handshake(timeoutMillis);
      return transport;
    } catch (SocketTimeoutException e) {
      throw new RsyncException(ExitCode.CON_TIMEOUT, "rsync: connection timed out", e);
    } catch (IOException e) {
      throw failure("TLS with " + host + ": " + reason(e, host), e);
    }
  }

  /** The name to ask the server for; null where it is an address, or none that can be asked for. */
  private static @Nullable SNIHostName asked(String host) {
    boolean name = false;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      name |= c != '.' && (c < '0' || c > '9');
    }
    try {
      return name && host.indexOf(':') < 0 ? new SNIHostName(host) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** What went wrong, in few words. */
  public static String reason(IOException failure, String host) {
    return new TlsFailure("server", " (RSYNC_SSL_CA_CERT can name one)", "is not for " + host)
        .reason(failure);
  }

  private static RsyncException failure(String text, @Nullable Throwable cause) {
    return new RsyncException(ExitCode.START_CLIENT, "rsync: " + text, cause);
  }
}
