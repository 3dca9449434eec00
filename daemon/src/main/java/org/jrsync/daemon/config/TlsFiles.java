package org.jrsync.daemon.config;

/**
 * What the configuration says of TLS, besides the port. Paths are texts of bytes.
 *
 * @param certificate the file of the certificate and of those that lead to its authority; empty
 *     where none is configured
 * @param key the file of its key, which may be the same
 * @param clientAuthorities the file of the authorities that vouch for clients; empty where clients
 *     are not asked for certificates
 * @param clientRequired whether a client without one is refused, where they are asked
 */
public record TlsFiles(
    String certificate, String key, String clientAuthorities, boolean clientRequired) {

  static TlsFiles of(Settings settings) {
    String certificate = settings.text(Parameter.TLS_CERTIFICATE);
    String key = settings.text(Parameter.TLS_KEY);
    return new TlsFiles(
        certificate,
        key.isEmpty() ? certificate : key,
        settings.text(Parameter.TLS_CLIENT_CA),
        required(settings));
  }

  private static boolean required(Settings settings) {
    String value = settings.text(Parameter.TLS_CLIENT_CERTIFICATE);
    if (!value.isEmpty() && !value.equals("required") && !value.equals("optional")) {
      throw new ConfigException(
          "\"tls client certificate\" is one of required and optional, not \"" + value + "\"");
    }
    return !value.equals("optional");
  }

  /** Whether clients are asked for certificates. */
  public boolean asksClients() {
    return !clientAuthorities.isEmpty();
  }

  /**
   * Whether whoever is let in by these would be let in by others, as far as clients' certificates
   * go.
   */
  public boolean asStrictAs(TlsFiles other) {
    return !other.asksClients()
        || (clientAuthorities.equals(other.clientAuthorities)
            && (clientRequired || !other.clientRequired));
  }

  /** Refuses what would not protect as it seems to, or cannot work. */
  static void check(Settings settings) {
    int port = settings.number(Parameter.TLS_PORT);
    if (port > DaemonConfig.LAST_PORT) {
      throw new ConfigException("\"tls port\" is at most " + DaemonConfig.LAST_PORT);
    }
    if (port > 0 && settings.text(Parameter.TLS_CERTIFICATE).isEmpty()) {
      throw new ConfigException("\"tls port\" needs a \"tls certificate\"");
    }
    if (!settings.text(Parameter.TLS_CLIENT_CERTIFICATE).isEmpty()
        && settings.text(Parameter.TLS_CLIENT_CA).isEmpty()) {
      throw new ConfigException("\"tls client certificate\" needs a \"tls client ca\"");
    }
  }
}
