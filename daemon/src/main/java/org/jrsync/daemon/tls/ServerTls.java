package org.jrsync.daemon.tls;

import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jrsync.daemon.config.ConfigException;
import org.jrsync.daemon.config.TlsFiles;
import org.jrsync.daemon.host.OperatorFiles;
import org.jrsync.wire.tls.PeerTrust;

/**
 * The certificate in force. It is read at the start and on {@link #reload}, and when the
 * configuration comes to name other files; those that are of no use leave the old one in force, and
 * the log says why, once. Where the old one asks less of clients than the configuration now does,
 * nobody is let in instead until the files are good. Sessions keep what they shook hands with.
 */
public final class ServerTls {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  /** Sessions that clients may take up again; rsync's hardly ever do. */
  private static final int CACHED_SESSIONS = 256;

  private static final int CACHED_SECONDS = 600;

  private final Supplier<TlsFiles> configured;
  private final OperatorFiles files;
  private final Consumer<String> log;
  private volatile State state;

  /**
   * @param asked what the configuration named last, good or bad
   * @param used what the rest was made of
   */
  private record State(
      TlsFiles asked, TlsFiles used, SSLContext context, SSLParameters parameters) {

    State butAsked(TlsFiles named) {
      return new State(named, used, context, parameters);
    }

    /** Whether clients show what both the configuration and their sessions' own rely on. */
    boolean serves(TlsFiles session) {
      return used.asStrictAs(asked) && used.asStrictAs(session);
    }
  }

  /**
   * Reads the files for the first time.
   *
   * @param configured what the configuration in force names; never what an older one did
   * @param log the daemon's
   * @throws ConfigException when they are of no use
   */
  public ServerTls(Supplier<TlsFiles> configured, OperatorFiles files, Consumer<String> log) {
    this.configured = configured;
    this.files = files;
    this.log = log;
    TlsFiles named = configured.get();
    TlsMaterial material = TlsMaterial.read(named, files);
    this.state = state(named, material);
    warn(material);
  }

  private void warn(TlsMaterial material) {
    String stale = material.staleness();
    if (stale != null) {
      log.accept("warning: TLS: " + stale);
    }
  }

  private static State state(TlsFiles named, TlsMaterial material) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      PeerTrust clients = material.clients();
      context.init(
          new KeyManager[] {material.identity()},
          clients == null ? new TrustManager[0] : new TrustManager[] {clients},
          null);
      context.getServerSessionContext().setSessionCacheSize(CACHED_SESSIONS);
      context.getServerSessionContext().setSessionTimeout(CACHED_SECONDS);
      return new State(named, named, context, parameters(context, named));
    } catch (GeneralSecurityException e) {
      throw new ConfigException("TLS cannot be set up: " + e.getMessage());
    }
  }

  /**
   * Ciphers that also authenticate, which all clients of the last ten years have. They need no
   * random numbers after the handshake, so that a thread with a module's identity waits for no lock
   * that threads of others wait for.
   */
  private static SSLParameters parameters(SSLContext context, TlsFiles named) {
    SSLParameters parameters = context.getDefaultSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    List<String> suites = new ArrayList<>();
    for (String suite : parameters.getCipherSuites()) {
      if (suite.contains("_GCM_") || suite.contains("_CHACHA20_")) {
        suites.add(suite);
      }
    }
    parameters.setCipherSuites(suites.toArray(String[]::new));
    parameters.setUseCipherSuitesOrder(true);
    if (named.asksClients()) {
      if (named.clientRequired()) {
        parameters.setNeedClientAuth(true);
      } else {
        parameters.setWantClientAuth(true);
      }
    }
    return parameters;
  }

  /**
   * For a new client.
   *
   * @param session what the configuration of its session names, which may be older than the one in
   *     force
   * @throws UncheckedIOException with an {@link SSLException} where clients would not be asked for
   *     the certificates that are demanded
   */
  public SSLEngine engine(TlsFiles session) {
    State now = state;
    if (!now.asked().equals(configured.get())) {
      now = read(false);
    }
    if (!now.serves(session)) {
      throw new UncheckedIOException(
          new SSLException("the certificates that clients need cannot be asked for"));
    }
    SSLEngine engine = now.context().createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(now.parameters());
    return engine;
  }

  /** Reads the files anew whether the configuration has changed or not. */
  public void reload() {
    read(true);
  }

  /** Returns what is in force then. */
  private synchronized State read(boolean anyway) {
    State before = state;
    // Asked for in here, so that nobody puts an older one in the place of a newer one.
    TlsFiles named = configured.get();
    if (!anyway && before.asked().equals(named)) {
      return before;
    }
    State now;
    try {
      TlsMaterial material = TlsMaterial.read(named, files);
      now = state(named, material);
      log.accept("TLS certificate: " + material.shown());
      warn(material);
    } catch (ConfigException e) {
      now = before.butAsked(named);
      log.accept(
          (now.serves(named)
                  ? "TLS certificate not changed: "
                  : "TLS clients are refused, as their certificates cannot be asked for: ")
              + e.getMessage());
    }
    state = now;
    return now;
  }
}
