package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jrsync.client.tls.TlsClient;
import org.jrsync.engine.options.ConnectionOptions;
import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.HostSpec;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.Transport;

/** Connects to a daemon by TLS over TCP, straight to its host. */
final class TlsConnection {
  /** They say another way to daemons that speak without TLS. */
  private static final Set<String> OTHER_WAYS = Set.of("RSYNC_PROXY", "RSYNC_CONNECT_PROG");

  private final ConnectionOptions options;
  private final Environment environment;
  private final DaemonConnection way;

  /**
   * @param way how TCP is connected
   */
  TlsConnection(ConnectionOptions options, Environment environment, DaemonConnection way) {
    this.options = options;
    this.environment = environment;
    this.way = way;
  }

  /**
   * Connects.
   *
   * @throws RsyncException with exit code 5 where it cannot, as from a client whose helper cannot
   */
  ServerConnection open(HostSpec host, TlsClient tls) {
    String name = new String(host.host(), ISO_8859_1);
    TlsClient.requireHostName(name);
    int port = host.port() == HostSpec.DEFAULT_PORT ? tls.port() : host.port();
    ServerConnection tcp = connect(host.host(), port);
    try {
      Transport secure = tls.over(tcp.transport(), name, port, patience());
      return ServerConnection.of(secure, tcp.server());
    } catch (RsyncException e) {
      tcp.close();
      throw e;
    }
  }

  private long patience() {
    return options.connectTimeout() > 0
        ? TimeUnit.SECONDS.toMillis(options.connectTimeout())
        : Transport.FOR_EVER;
  }

  private ServerConnection connect(byte[] host, int port) {
    Environment direct = name -> OTHER_WAYS.contains(name) ? null : environment.get(name);
    try {
      return way.open(direct, host, port);
    } catch (RsyncException e) {
      throw e.exitCode() == ExitCode.SOCKET_IO
          ? new RsyncException(ExitCode.START_CLIENT, e.getMessage(), e)
          : e;
    }
  }
}
