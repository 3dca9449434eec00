package org.jrsync.daemon;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jrsync.daemon.access.HostLookup;
import org.jrsync.daemon.access.PooledHostLookup;
import org.jrsync.daemon.access.SystemHostLookup;
import org.jrsync.daemon.auth.Accounts;
import org.jrsync.daemon.auth.Authenticator;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.daemon.hook.HookProcess;
import org.jrsync.daemon.host.CachedAccounts;
import org.jrsync.daemon.host.LockFileSlots;
import org.jrsync.daemon.host.OperatorFiles;
import org.jrsync.daemon.host.SystemAccounts;
import org.jrsync.daemon.host.ThreadStarter;
import org.jrsync.daemon.listen.Acceptor;
import org.jrsync.daemon.listen.Capacity;
import org.jrsync.daemon.listen.Connection;
import org.jrsync.daemon.listen.HybridModel;
import org.jrsync.daemon.listen.ListenSockets;
import org.jrsync.daemon.listen.LiveSessions;
import org.jrsync.daemon.listen.SessionModel;
import org.jrsync.daemon.listen.SocketTransport;
import org.jrsync.daemon.listen.ThreadModel;
import org.jrsync.daemon.listen.VirtualModel;
import org.jrsync.daemon.log.LogSink;
import org.jrsync.daemon.log.RareLine;
import org.jrsync.daemon.metrics.SessionEnd;
import org.jrsync.daemon.session.DaemonSession;
import org.jrsync.daemon.session.ModuleLogs;
import org.jrsync.daemon.session.QueuedSlots;
import org.jrsync.daemon.session.SessionObserver;
import org.jrsync.daemon.session.SessionServices;
import org.jrsync.daemon.tls.ServerTls;
import org.jrsync.daemon.transfer.ModuleTransfers;
import org.jrsync.daemon.transfer.SessionOverrides;
import org.jrsync.engine.options.SocketOptions;
import org.jrsync.posix.AddressText;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Users;
import org.jrsync.wire.compress.TokenCodec;
import org.jspecify.annotations.Nullable;

/** A running daemon: bound sockets, and the sessions that come through them. */
final class Daemon implements AutoCloseable {
  /**
   * So many clients of a host at least, above those that it may have, are heard before they are
   * refused, since some do not read an answer before they have asked. More would take the places of
   * others.
   */
  private static final int REFUSED_IN_TURN = 10;

  /** How long sessions that were broken off may take to clean up. */
  private static final Duration LAST_WAIT = Duration.ofSeconds(5);

  private static final long LOOKUP_LINE_NANOS = 10_000_000_000L;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final ListenSockets sockets;
  private final LiveSessions sessions;
  private final HostLookup lookup;
  private final SessionModel model;
  private final Acceptor acceptor;
  private final @Nullable ServerTls tls;
  private final Thread.UncaughtExceptionHandler uncaught;
  private final Thread.@Nullable UncaughtExceptionHandler before;
  private volatile boolean severalModules;
  private boolean gaveUp;

  /**
   * Makes a daemon that does not accept yet.
   *
   * @param config the configuration in force when a client comes
   * @param sockets where it listens; they are closed with the daemon
   * @param services what sessions share
   * @param log the daemon's own log
   */
  Daemon(
      Supplier<DaemonConfig> config,
      ListenSockets sockets,
      SessionServices services,
      SessionObserver observer,
      LogSink log) {
    this(config, sockets, null, services, observer, log);
  }

  /**
   * As the other one.
   *
   * @param tls what is spoken at those of the sockets that are for TLS
   */
  Daemon(
      Supplier<DaemonConfig> config,
      ListenSockets sockets,
      @Nullable ServerTls tls,
      SessionServices services,
      SessionObserver observer,
      LogSink log) {
    this.tls = tls;
    long self = ProcessHandle.current().pid();
    Consumer<String> lines = line -> log.line(self, line);
    DaemonConfig first = config.get();
    Capacity capacity = Capacity.ofProcess();
    warn(first, capacity, lines);
    sessions =
        new LiveSessions(
            connection -> session(config.get(), connection, services, observer),
            capacity.transfers(first.number(Parameter.MAX_TRANSFERS)),
            () -> severalModules,
            lines);
    this.sockets = sockets;
    lookup = services.lookup();
    severalModules = first.modules().size() > 1;
    model = model(first, capacity, () -> severalModules, lines);
    acceptor =
        new Acceptor(
            sockets,
            model,
            sessions,
            () -> capacity.sessions(config.get().number(Parameter.MAX_SESSIONS)),
            () -> SocketOptions.parse(config.get().text(Parameter.SOCKET_OPTIONS), lines),
            lines);
    uncaught =
        (thread, failure) ->
            log.internalError(
                self, "thread \"" + thread.getName() + "\" ended by an internal error: " + failure);
    before = Thread.getDefaultUncaughtExceptionHandler();
  }

  /**
   * What sessions share, on this host. To be called before any session: libraries are loaded with
   * the process's own identity, never with a module's.
   *
   * @param overrides what holds for the transfers of all modules
   */
  static SessionServices services(
      Supplier<DaemonConfig> config,
      ConfinedTree operator,
      ModuleLogs logs,
      SessionOverrides overrides) {
    return services(config, new OperatorFiles(operator), logs, overrides);
  }

  /**
   * As above.
   *
   * @param files those that sessions read; where their paths begin, all paths of sessions do
   */
  static SessionServices services(
      Supplier<DaemonConfig> config,
      OperatorFiles files,
      ModuleLogs logs,
      SessionOverrides overrides) {
    TokenCodec.prepare();
    long pid = ProcessHandle.current().pid();
    Accounts accounts = new CachedAccounts(new SystemAccounts());
    int self = Users.effectiveUser();
    boolean root = self == 0;
    ThreadStarter starter = new ThreadStarter();
    return new SessionServices(
        config,
        files::message,
        lookup(starter, line -> logs.of(config.get().defaults()).line(pid, line)),
        // Whose names clients choose, which would crowd the others out.
        new Authenticator(new SystemAccounts(), files, root),
        accounts,
        new QueuedSlots(new LockFileSlots(files.root())),
        logs,
        new ModuleTransfers(files, starter, overrides),
        new HookProcess(starter, files.root()),
        root,
        self);
  }

  private static HostLookup lookup(ThreadStarter starter, Consumer<String> log) {
    RareLine line = new RareLine(LOOKUP_LINE_NANOS);
    return new PooledHostLookup(
        new SystemHostLookup(),
        starter::start,
        PooledHostLookup.PATIENCE,
        refusal -> line.tell(log, refusal));
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

  /** The port where TLS is spoken, 0 where there is none. */
  int tlsPort() {
    return sockets.tlsPort();
  }

  private DaemonSession session(
      DaemonConfig config,
      Connection connection,
      SessionServices services,
      SessionObserver observer) {
    severalModules = config.modules().size() > 1;
    DaemonSession session =
        new DaemonSession(
            services,
            observer,
            connection.number(),
            connection.address(),
            new SocketTransport(connection.socket()));
    if (connection.tls()) {
      ServerTls secure = Objects.requireNonNull(tls, "tls");
      session.speakTls(() -> secure.engine(config.tls()));
    }
    int max = config.number(Parameter.MAX_CONNECTIONS_PER_HOST);
    session.whenKnown(client -> {
      sessions.moved(connection, client);
      limit(session, client, max);
    });
    return session;
  }

  private void limit(DaemonSession session, InetAddress client, int max) {
    int active = sessions.activeOf(client);
    if (max > 0 && active > max) {
      session.turnAway(
          SessionEnd.MAX_CONNECTIONS_PER_HOST,
          "max connections per host ("
              + max
              + ") reached: "
              + active
              + " of "
              + AddressText.of(client),
          "max connections (" + max + ") reached -- try again later",
          active > max + Math.max(max, REFUSED_IN_TURN));
    }
  }

  private static void warn(DaemonConfig config, Capacity capacity, Consumer<String> log) {
    int sessions = config.number(Parameter.MAX_SESSIONS);
    int transfers = config.number(Parameter.MAX_TRANSFERS);
    if (capacity.sessions(sessions) < sessions || capacity.transfers(transfers) < transfers) {
      log.accept(
          "warning: "
              + capacity.descriptors()
              + " descriptors (nofile) are enough for max sessions "
              + capacity.sessions()
              + " and max transfers "
              + capacity.transfers());
    }
  }

  private static SessionModel model(
      DaemonConfig config,
      Capacity capacity,
      BooleanSupplier severalModules,
      Consumer<String> log) {
    return switch (config.listener()) {
      case THREADS -> new ThreadModel();
      case VIRTUAL -> new VirtualModel();
      case HYBRID ->
          new HybridModel(
              Math.min(
                  config.transferWorkers(),
                  capacity.transfers(config.number(Parameter.MAX_TRANSFERS))),
              severalModules,
              config.text(Parameter.WHEN_WORKERS_ARE_BUSY).equals("refuse")
                  ? HybridModel.WhenBusy.REFUSE
                  : HybridModel.WhenBusy.WAIT,
              Duration.ofSeconds(config.number(Parameter.STALL_LIMIT)),
              log);
    };
  }

  /** The sessions that run. */
  LiveSessions sessions() {
    return sessions;
  }

  /** Takes no more clients. */
  void stopAccepting() {
    acceptor.close();
  }

  /**
   * Takes no more clients, ends those that transfer nothing yet, and gives the transfers so long to
   * end before they are broken off.
   */
  void stop(Duration grace) {
    stop(grace, () -> false);
  }

  /**
   * As {@link #stop(Duration)}.
   *
   * @param hurry asked now and then; true ends the patience
   */
  void stop(Duration grace, BooleanSupplier hurry) {
    acceptor.close();
    sessions.endHandshakes();
    lookup.close();
    try {
      long end = System.nanoTime() + grace.toNanos();
      while (!sessions.awaitNone(LOOK_AGAIN) && end - System.nanoTime() > 0) {
        if (hurry.getAsBoolean()) {
          break;
        }
      }
      if (sessions.active() > 0) {
        sessions.endAll();
        // Those that a dead file system holds end with the process.
        if (gaveUp || !sessions.awaitNone(LAST_WAIT)) {
          gaveUp = true;
          return;
        }
      }
    } catch (InterruptedException e) {
      sessions.endAll();
      Thread.currentThread().interrupt();
    }
    model.close();
  }

  @Override
  public void close() {
    stop(Duration.ZERO);
    Thread.setDefaultUncaughtExceptionHandler(before);
  }
}
