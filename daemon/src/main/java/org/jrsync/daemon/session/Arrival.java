package org.jrsync.daemon.session;

import java.io.IOException;
import java.net.InetAddress;
import javax.net.ssl.SSLException;
import org.jrsync.daemon.access.HostAccess;
import org.jrsync.daemon.access.HostLookup;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.daemon.metrics.SessionEnd;
import org.jrsync.posix.AddressText;
import org.jspecify.annotations.Nullable;

/**
 * What comes before the daemon's greeting on some connections: what a proxy says of its client, and
 * then TLS. Whoever fails here gets no answer, and the log a line.
 */
final class Arrival {
  private final HostLookup lookup;
  private final DaemonConfig config;
  private final HandshakeChannel channel;
  private final SessionLog log;
  private final SessionProgress progress;

  Arrival(
      HostLookup lookup,
      DaemonConfig config,
      HandshakeChannel channel,
      SessionLog log,
      SessionProgress progress) {
    this.lookup = lookup;
    this.config = config;
    this.channel = channel;
    this.log = log;
    this.progress = progress;
  }

  /**
   * Hears a proxy out.
   *
   * @param peer who is connected
   * @return the client's address, or null where it is not to be served
   */
  @Nullable InetAddress hearProxy(InetAddress peer) throws IOException {
    Client proxy = new Client(peer, HostLookup.UNDETERMINED);
    String trusted = config.text(Parameter.PROXY_PROTOCOL_HOSTS);
    if (!new HostAccess(lookup, log).names(trusted, peer)) {
      log.accept("proxy protocol rejected from untrusted peer " + proxy.shown());
      progress.endsAs(SessionEnd.ACCESS);
      return null;
    }
    try {
      InetAddress given = ProxyHeader.read(channel::readByte);
      return given == null ? peer : given;
    } catch (ProxyHeaderException e) {
      log.accept("proxy protocol header of " + proxy.shown() + " is not valid: " + e.getMessage());
      progress.endsAs(SessionEnd.PROTOCOL);
      return null;
    }
  }

  /**
   * Shakes hands by TLS.
   *
   * @param client for the log
   * @return false where that cannot be, or the client goes
   */
  boolean secure(InetAddress client) {
    try {
      channel.secure();
      String shown = TlsClients.shown(channel.tlsSession());
      if (!shown.isEmpty()) {
        log.accept("TLS certificate of " + AddressText.of(client) + ": " + shown);
      }
      return true;
    } catch (IOException e) {
      if (e instanceof SSLException) {
        progress.endsAs(SessionEnd.TLS);
      }
      log.accept(
          "TLS handshake with " + AddressText.of(client) + " failed: " + TlsClients.reason(e));
      return false;
    }
  }
}
