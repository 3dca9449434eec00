package org.jrsync.daemon;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Supplier;
import org.jrsync.daemon.access.SystemHostLookup;
import org.jrsync.daemon.auth.Accounts;
import org.jrsync.daemon.auth.Authenticator;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.daemon.host.LockFileSlots;
import org.jrsync.daemon.host.OperatorFiles;
import org.jrsync.daemon.host.SystemAccounts;
import org.jrsync.daemon.host.ThreadStarter;
import org.jrsync.daemon.listen.Acceptor;
import org.jrsync.daemon.listen.ListenSockets;
import org.jrsync.daemon.listen.SessionModel;
import org.jrsync.daemon.listen.SocketOptions;
import org.jrsync.daemon.listen.ThreadPerConnection;
import org.jrsync.daemon.log.LogSink;
import org.jrsync.daemon.session.DaemonSession;
import org.jrsync.daemon.session.ModuleLogs;
import org.jrsync.daemon.session.SessionObserver;
import org.jrsync.daemon.session.SessionServices;
import org.jrsync.daemon.transfer.ModuleTransfers;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Users;
import org.jrsync.wire.compress.TokenCodec;
import org.jspecify.annotations.Nullable;

/** A running daemon: bound sockets, and the sessions that come through them. */
final class Daemon implements AutoCloseable {

  private final ListenSockets sockets;
  private final SessionModel model;
  private final Acceptor acceptor;
  private final Thread.UncaughtExceptionHandler uncaught;
  private final Thread.@Nullable UncaughtExceptionHandler before;

  /**
   * Binds and begins to serve.
   *
   * @param config the configuration in force when a client comes
   * @param address where to listen, empty for all addresses
   * @param port 0 for any free one
   * @param services what sessions share
   * @param log the daemon's own log
   * @throws org.jrsync.wire.RsyncException when nothing can be bound
   */
  Daemon(
      Supplier<DaemonConfig> config,
      String address,
      int port,
      SessionServices services,
      SessionObserver observer,
      LogSink log) {
    long self = ProcessHandle.current().pid();
    int backlog = config.get().listenBacklog();
    sockets = ListenSockets.bind(address, port, backlog, line -> log.line(self, line));
    model =
        new ThreadPerConnection(
            connection ->
                new DaemonSession(
                    services,
                    observer,
                    connection.number(),
                    connection.address(),
                    connection.transport()),
            line -> log.line(self, line));
    acceptor =
        new Acceptor(
            sockets,
            model,
            () ->
                SocketOptions.parse(
                    config.get().text(Parameter.SOCKET_OPTIONS), line -> log.line(self, line)),
            line -> log.line(self, line));
    uncaught =
        (thread, failure) ->
            log.line(
                self, "thread \"" + thread.getName() + "\" ended by an internal error: " + failure);
    before = Thread.getDefaultUncaughtExceptionHandler();
  }

  /**
   * What sessions share, on this host. To be called before any session: libraries are loaded with
   * the process's own identity, never with a module's.
   *
   * @param bwlimit most bytes a second for any session, 0 for no limit
   */
  static SessionServices services(
      Supplier<DaemonConfig> config, ConfinedTree operator, ModuleLogs logs, long bwlimit) {
    TokenCodec.prepare();
    OperatorFiles files = new OperatorFiles(operator);
    Accounts accounts = new SystemAccounts();
    int self = Users.effectiveUser();
    boolean root = self == 0;
    return new SessionServices(
        config,
        files::message,
        new SystemHostLookup(),
        new Authenticator(accounts, files, root),
        accounts,
        new LockFileSlots(),
        logs,
        new ModuleTransfers(files, new ThreadStarter(), bwlimit),
        root,
        self);
  }

  /**
   * Accepts clients. From now on what a thread lets through is logged and ends that thread alone.
   */
  void start() {
    Thread.setDefaultUncaughtExceptionHandler(uncaught);
    acceptor.start();
  }

  InetAddress address() {
    return sockets.address();
  }

  int port() {
    return sockets.port();
  }

  /** Takes no more clients, and gives the sessions that run so long to end. */
  void stop(Duration grace) {
    acceptor.close();
    model.stop(grace);
  }

  @Override
  public void close() {
    stop(Duration.ZERO);
    Thread.setDefaultUncaughtExceptionHandler(before);
  }
}
