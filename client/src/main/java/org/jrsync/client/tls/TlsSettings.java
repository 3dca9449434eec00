package org.jrsync.client.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Set;
import org.jrsync.engine.options.Environment;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/**
 * How TLS is spoken with a daemon.
 *
 * @param verify whether the daemon's certificate counts at all; without it, anybody may be there
 * @param authorities the file with the certificates of those who may vouch for the daemon, null for
 *     the system's
 * @param checkName whether the certificate must be for the host that was asked for
 * @param certificate the file with this side's certificate, and those that lead to its authority;
 *     null for none
 * @param key the file with the certificate's key, null where that is in the certificate's own
 * @param port where a daemon listens for TLS that names no port
 */
@SuppressWarnings("ArrayRecordComponent") // Paths are bytes; two of these are never compared.
public record TlsSettings(
    boolean verify,
    byte @Nullable [] authorities,
    boolean checkName,
    byte @Nullable [] certificate,
    byte @Nullable [] key,
    int port) {

  /** The port that is usual. */
  public static final int DEFAULT_PORT = 874;

  private static final int LAST_PORT = 65535;
  private static final Set<String> TYPES = Set.of("openssl", "gnutls", "stunnel");

  /**
   * What the variables of rsync-ssl(1) say, {@code RSYNC_SSL_CERT} and so on.
   *
   * @param type the program that would speak TLS, null for what RSYNC_SSL_TYPE says. It is only
   *     checked: TLS is spoken here, in one way.
   * @throws RsyncException with exit code 5, which is what a client ends with whose helper does not
   *     start
   */
  public static TlsSettings of(Environment environment, byte @Nullable [] type) {
    byte @Nullable [] program = type != null ? type : environment.get("RSYNC_SSL_TYPE");
    if (program != null && program.length > 0 && !TYPES.contains(text(program))) {
      throw failure("The RSYNC_SSL_TYPE specifies an unknown type: " + text(program));
    }
    // Set to nothing, it says that no certificate is to be looked at.
    byte @Nullable [] authorities = environment.get("RSYNC_SSL_CA_CERT");
    byte @Nullable [] skip = environment.get("RSYNC_SSL_SKIP_HOSTNAME_CHECK");
    return new TlsSettings(
        authorities == null || authorities.length > 0,
        authorities,
        skip == null || !text(skip).equals("1"),
        given(environment, "RSYNC_SSL_CERT"),
        given(environment, "RSYNC_SSL_KEY"),
        port(given(environment, "RSYNC_SSL_PORT")));
  }

  private static byte @Nullable [] given(Environment environment, String variable) {
    byte @Nullable [] value = environment.get(variable);
    return value == null || value.length == 0 ? null : value;
  }

  private static int port(byte @Nullable [] value) {
    if (value == null) {
      return DEFAULT_PORT;
    }
    try {
      int port = Integer.parseInt(text(value));
      if (port > 0 && port <= LAST_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // The same as a number that is no port.
    }
    throw failure("rsync: RSYNC_SSL_PORT is not a port: " + text(value));
  }

  private static RsyncException failure(String text) {
    return new RsyncException(ExitCode.START_CLIENT, text);
  }

  private static String text(byte[] value) {
    return new String(value, ISO_8859_1);
  }
}
