package org.jrsync.daemon;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jrsync.daemon.config.ConfigException;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.daemon.host.CurrentConfig;
import org.jrsync.daemon.host.DaemonIdentity;
import org.jrsync.daemon.host.Detached;
import org.jrsync.daemon.host.HandedOver;
import org.jrsync.daemon.host.HeapKeeper;
import org.jrsync.daemon.host.OperatorFiles;
import org.jrsync.daemon.host.PidFile;
import org.jrsync.daemon.host.ServiceManager;
import org.jrsync.daemon.host.SystemAccounts;
import org.jrsync.daemon.listen.ListenSockets;
import org.jrsync.daemon.log.LogSink;
import org.jrsync.daemon.metrics.StatusReport;
import org.jrsync.daemon.session.SessionServices;
import org.jrsync.daemon.tls.ServerTls;
import org.jrsync.engine.Version;
import org.jrsync.engine.options.DaemonOptions;
import org.jrsync.posix.ListeningSocket;
import org.jrsync.posix.ProcessArguments;
import org.jrsync.posix.Signals;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/** A daemon that listens, from its start until the signal that ends it has been obeyed. */
final class ServingDaemon {

  private final DaemonOptions options;
  private final CurrentConfig config;
  private final Runnable reload;
  private final HandedOver handedOver;
  private final OperatorFiles files;
  private final LogSink log;
  private volatile @Nullable ServerTls tls;
  private final long self = ProcessHandle.current().pid();

  ServingDaemon(
      DaemonOptions options,
      CurrentConfig config,
      Runnable reload,
      HandedOver handedOver,
      OperatorFiles files,
      LogSink log) {
    this.options = options;
    this.config = config;
    this.reload = reload;
    this.handedOver = handedOver;
    this.files = files;
    this.log = log;
  }

  private void log(String line) {
    log.line(self, line);
  }

  /**
   * Serves.
   *
   * @param services asked for once, when this process is who it will be
   * @param stop told of the signals
   * @throws RsyncException when it cannot begin to
   */
  void run(Supplier<SessionServices> services, StopSignals stop) throws InterruptedException {
    ServiceManager manager =
        new ServiceManager(ProcessArguments.variable("NOTIFY_SOCKET"), this::log);
    Signals.handle("HUP", () -> manager.reload(this::readAnew));
    DaemonConfig first = config.get();
    PidFile pidFile = first.pidFile().isEmpty() ? null : PidFile.create(first.pidFile(), self);
    try (HeapKeeper _ = new HeapKeeper();
        Daemon daemon = listening(first, services)) {
      log("rsyncd version " + Version.TEXT + " starting, listening on port " + daemon.port());
      if (daemon.tlsPort() != 0) {
        log("listening for TLS on port " + daemon.tlsPort());
      }
      daemon.start();
      Signals.handle(
          "USR2", () -> StatusReport.lines(daemon.sessions().figures()).forEach(this::log));
      if (Detached.isChild()) {
        Detached.report(0, "");
      }
      manager.ready(Detached.isChild() ? self : 0);
      stop.await();
      log("stopping: " + daemon.sessions().active() + " sessions are active");
      daemon.stopAccepting();
      manager.stopping();
      if (stop.drain()) {
        stop.awaitNext(daemon.sessions());
      }
      daemon.stop(Duration.ofSeconds(config.get().number(Parameter.SHUTDOWN_GRACE)), stop::again);
    } finally {
      if (pidFile != null) {
        pidFile.close();
      }
    }
  }

  private void readAnew() {
    reload.run();
    ServerTls secure = tls;
    if (secure != null) {
      secure.reload();
    }
  }

  /** Binds sockets, and is whom the configuration says from then on. */
  private Daemon listening(DaemonConfig first, Supplier<SessionServices> services) {
    ListenSockets sockets = sockets(first);
    boolean done = false;
    try {
      // Read now: the daemon may become somebody who cannot.
      ServerTls secure =
          first.tlsPort() == 0
              ? null
              : new ServerTls(() -> config.inForce().tls(), files, this::log);
      tls = secure;
      DaemonIdentity.take(first, new SystemAccounts());
      Daemon daemon =
          new Daemon(config, sockets, secure, services.get(), (peer, request, result) -> {}, log);
      done = true;
      return daemon;
    } finally {
      if (!done) {
        sockets.close();
      }
    }
  }

  /** Those that were handed over take the place of all that are configured. */
  private ListenSockets sockets(DaemonConfig first) {
    if (!handedOver.isEmpty()) {
      List<Integer> descriptors = handedOver.descriptors();
      ListenSockets sockets = ListenSockets.adopt(descriptors, first.tlsPort());
      log("sockets were handed over, listening at " + String.join(", ", sockets.shown()));
      if (first.tlsPort() != sockets.tlsPort()) {
        log("warning: none of them is at \"tls port\" " + first.tlsPort());
      }
      return sockets;
    }
    String warning =
        ListenSockets.backlogWarning(first.listenBacklog(), ListeningSocket.longestBacklog());
    if (warning != null) {
      log(warning);
    }
    int port = options.port() != 0 ? options.port() : first.port();
    int tlsPort = first.tlsPort();
    if (port == tlsPort) {
      throw new ConfigException("\"tls port\" and \"port\" are both " + port);
    }
    ListenSockets plain = bind(first, port);
    if (tlsPort == 0) {
      return plain;
    }
    boolean done = false;
    try {
      ListenSockets all = plain.withTls(bind(first, tlsPort));
      done = true;
      return all;
    } finally {
      if (!done) {
        plain.close();
      }
    }
  }

  private ListenSockets bind(DaemonConfig first, int port) {
    byte[] address = options.address();
    return ListenSockets.bind(
        address == null ? first.address() : new String(address, StandardCharsets.ISO_8859_1),
        port,
        first.listenBacklog(),
        options.ipVersion(),
        this::log);
  }
}
