package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jrsync.client.tls.TlsClient;
import org.jrsync.engine.NamesFile;
import org.jrsync.engine.SideSetup;
import org.jrsync.engine.StandardParts;
import org.jrsync.engine.Transfer;
import org.jrsync.engine.TransferProgress;
import org.jrsync.engine.TransferRequest;
import org.jrsync.engine.TransferResult;
import org.jrsync.engine.batch.BatchReader;
import org.jrsync.engine.batch.BatchWriter;
import org.jrsync.engine.filter.FilterParser;
import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.HostSpec;
import org.jrsync.engine.options.Iconv;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.OptionsBuilder;
import org.jrsync.engine.options.ParsedArguments;
import org.jrsync.engine.options.ServerArguments;
import org.jrsync.engine.options.ServerWords;
import org.jrsync.engine.options.SourceArguments;
import org.jrsync.engine.report.Reporter;
import org.jrsync.engine.tree.OperatorAnchor;
import org.jrsync.posix.LinkTrust;
import org.jrsync.wire.BandwidthLimit;
import org.jrsync.wire.ClientInfo;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.PeerExitException;
import org.jrsync.wire.Role;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.charset.NameCharset;
import org.jspecify.annotations.Nullable;

/** Runs a client: reaches the server that the arguments name and runs this side against it. */
public final class ClientTransfer {
  private static final int DAEMON_PORT = 873;
  private static final List<byte[]> DAEMON_BY_SHELL =
      List.of(
          "--server".getBytes(ISO_8859_1),
          "--daemon".getBytes(ISO_8859_1),
          ".".getBytes(ISO_8859_1));

  /** How long to wait for the server's end after a failure of this side. */
  private static final long FAILED_MILLIS = 5000;

  /** How long when there is no more use for it. */
  private static final long LEAVING_MILLIS = 400;

  private final ParsedArguments parsed;
  private final SourceArguments sources;
  private final FilterParser rules;
  private final @Nullable NamesFile names;
  private final Environment environment;
  private final Reporter reporter;
  private final Reporter listener;
  private final Reporter entries;
  private final TransferProgress progress;
  private final ConnectionTrace trace;
  private final Cancellation cancellation = new Cancellation();
  private Options options;
  private @Nullable Supplier<TlsClient> tls;
  private Reporter servers;
  private volatile boolean begun;

  /**
   * @param sources the arguments of {@code parsed}, sorted
   * @param rules the filter rules of {@code parsed}, read by {@link Rules#ofClient}
   * @param names the list that {@code parsed} names, opened by {@link NamesFiles#open}; it is
   *     closed when the transfer has run
   * @param reporter takes all messages
   * @param progress told how data moves
   */
  public ClientTransfer(
      ParsedArguments parsed,
      SourceArguments sources,
      FilterParser rules,
      @Nullable NamesFile names,
      Environment environment,
      Reporter reporter,
      TransferProgress progress) {
    this(parsed, sources, rules, names, environment, reporter, reporter, progress);
  }

  /**
   * @param entries takes the lines that tell of entries
   */
  ClientTransfer(
      ParsedArguments parsed,
      SourceArguments sources,
      FilterParser rules,
      @Nullable NamesFile names,
      Environment environment,
      Reporter reporter,
      Reporter entries,
      TransferProgress progress) {
    this.parsed = parsed;
    this.options = parsed.options();
    this.sources = sources;
    this.rules = rules;
    this.names = names;
    this.environment = environment;
    this.listener = reporter;
    this.servers = reporter;
    this.reporter = (code, text) -> report(listener, code, text);
    this.entries = entries;
    this.progress = progress;
    this.trace = new ConnectionTrace(parsed.options(), this.reporter);
  }

  /**
   * Has daemons be reached over TLS; to be said before {@link #run}.
   *
   * @param client asked for when a daemon is to be connected to, in the thread of the run
   */
  public void useTls(Supplier<TlsClient> client) {
    tls = client;
  }

  /**
   * Says where the server of a local copy tells what it does not tell by way of this side; to be
   * said before {@link #run}. Such errors are not for this side's log.
   */
  public void tellServersOwn(Reporter direct) {
    servers = direct;
  }

  /**
   * Runs to the end.
   *
   * @return null when a daemon has listed its modules and there was no transfer
   * @throws RsyncException when it does not come to a transfer
   */
  public @Nullable TransferResult run() {
    try (NamesFile list = names) {
      return runWith(list);
    }
  }

  private @Nullable TransferResult runWith(@Nullable NamesFile list) {
    if (options.batch.writes()) {
      try (BatchWriter record = BatchFiles.create(parsed, reporter)) {
        return run(list, record);
      }
    }
    return run(list, null);
  }

  private @Nullable TransferResult run(@Nullable NamesFile list, @Nullable BatchWriter record) {
    boolean sending = sources.direction() != SourceArguments.Direction.PULL;
    SenderChecks checks = SenderChecks.of(parsed, sources, list, reporter);
    ServerConnection opened;
    try {
      opened = options.batch.reads() ? openBatch() : open(sending);
    } catch (RsyncException e) {
      throw isCancelled() ? new RsyncException(ExitCode.SIGNAL, "", e) : e;
    }
    if (opened == null) {
      return null;
    }
    begun = true;
    try (opened;
        OperatorAnchor anchor = OwnSide.currentDirectory()) {
      return run(opened, anchor, sending, checks, record);
    }
  }

  private TransferResult run(
      ServerConnection opened,
      OperatorAnchor anchor,
      boolean sending,
      SenderChecks checks,
      @Nullable BatchWriter record) {
    OptionsBuilder own = options.toBuilder();
    own.sender = sending;
    own.server = false;
    own.localTransfer = sources.direction() == SourceArguments.Direction.LOCAL || own.batch.reads();
    Options built = own.build();
    opened.out().setBandwidthLimit(BandwidthLimit.of(built.bwlimit));
    List<byte[]> arguments = sending ? sources.localPaths() : destination();
    OwnSide side = new OwnSide(opened.in(), opened.out(), anchor, environment);
    Transfer transfer =
        side.transfer(
            built,
            arguments,
            checks.list(),
            rules,
            ClientInfo.NONE,
            opened.remoteProtocol(),
            reporter,
            withEntries(side.parts(progress, checks.names(opened.in()::role))));
    if (record != null) {
      transfer.recordTo(record);
    }
    TransferResult result = transfer.run();
    // An interrupt has ended the transfer; it must not end the wait for what that leaves to tidy.
    boolean interrupted = Thread.interrupted();
    boolean ownFault = isOwnFault(result);
    if (ownFault) {
      opened.server().abandon();
    } else if (result.failure() == null) {
      opened.sayGoodbye();
    }
    opened.close();
    transfer.awaitEnd();
    int serverStatus = opened.server().await(patience(result));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    // A server that still wrote when this side had failed was ended by that: it tells nothing.
    boolean brokenOff = result.failure() != null && serverStatus == ExitCode.TERMINATED.code();
    return serverStatus > result.exitStatus() && !brokenOff && !ownFault
        ? withStatus(result, serverStatus)
        : result;
  }

  /**
   * Whether this side failed by itself, so that what the server makes of it says nothing; a
   * connection that was lost may be the server's doing.
   */
  private static boolean isOwnFault(TransferResult result) {
    RsyncException failure = result.failure();
    if (failure == null || failure instanceof PeerExitException) {
      return false;
    }
    return switch (failure.exitCode()) {
      case SOCKET_IO, STREAM_IO, TIMEOUT, SIGNAL, SIGNAL1 -> false;
      default -> true;
    };
  }

  /** How long to wait for the server's end: as long as it takes, while all is well. */
  private BooleanSupplier patience(TransferResult result) {
    boolean stopped = result.exitStatus() == ExitCode.TIMEOUT.code();
    long most = stopped ? 0 : result.failure() != null ? FAILED_MILLIS : Long.MAX_VALUE;
    return patience(most);
  }

  private BooleanSupplier patience(long millis) {
    long start = System.nanoTime();
    return () -> {
      long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      return waited < (isCancelled() ? Math.min(LEAVING_MILLIS, millis) : millis);
    };
  }

  private List<byte[]> destination() {
    return sources.hasNoDestination() ? List.of() : List.of(sources.localPaths().getFirst());
  }

  private static TransferResult withStatus(TransferResult r, int status) {
    return new TransferResult(status, r.stats(), r.protocol(), r.role(), r.failure(), r.complete());
  }

  /** What breaks because of a cancellation is no news. */
  private void report(Reporter told, MessageCode code, byte[] text) {
    boolean bad = code != MessageCode.INFO && code != MessageCode.CLIENT;
    if (!(isCancelled() && bad)) {
      told.report(code, text);
    }
  }

  private TransferRequest.PartsFactory withEntries(StandardParts standard) {
    if (entries.equals(listener)) {
      return standard;
    }
    return (session, stats) -> {
      SideSetup setup = standard.create(session, stats);
      return new SideSetup(
          standard.create(session.as(session.role(), entries), stats).log(),
          setup.lister(),
          setup.progress(),
          setup.companions(),
          setup.budget(),
          setup.policy());
    };
  }

  private @Nullable ServerConnection open(boolean sending) {
    HostSpec host = sources.host();
    NameCharset charset = charset();
    if (host == null) {
      byte[] given = sources.destination();
      byte[] destination = given == null ? new byte[] {'.'} : given;
      trace.command(null, null, destination, List.of(new byte[] {'.'}, destination));
      Reporter direct = (code, text) -> report(servers, code, text);
      return held(LocalServer.start(parsed, rules, destination, environment, direct));
    }
    if (!host.isDaemon()) {
      ServerWords words =
          ServerArguments.forShell(
              parsed.options(), parsed.connection(), sending, sources.remotePaths());
      ServerConnection opened = startShell(host, sending, words.open());
      trace.secludedArguments(words.secluded());
      opened.sendList(Iconv.sent(words.secluded(), charset));
      return opened;
    }
    return openDaemon(host, sending);
  }

  /** The charset of names on this side, null where they are not converted. */
  private @Nullable NameCharset charset() {
    Iconv iconv = parsed.options().iconv;
    return iconv == null ? null : iconv.charset();
  }

  /** A batch stands for the server; with it come options that it must have. */
  private ServerConnection openBatch() {
    ServerConnection opened = held(BatchFiles.read(options, reporter));
    boolean open = false;
    try {
      BatchReader batch =
          BatchReader.begin(
              opened.in(),
              options,
              line -> {
                if (options.info(Info.MISC) >= 1) {
                  reporter.report(MessageCode.INFO, (line + "\n").getBytes(ISO_8859_1));
                }
              });
      options = batch.options();
      open = true;
      return opened.withProtocol(batch.protocol());
    } finally {
      if (!open) {
        opened.close();
      }
    }
  }

  private ServerConnection startShell(HostSpec host, boolean sending, List<byte[]> arguments) {
    return held(
        RemoteShell.start(
            parsed.connection(),
            environment,
            role(sending),
            host,
            sources.remotePaths().getFirst(),
            arguments,
            trace));
  }

  private ServerConnection held(ServerConnection opened) {
    cancellation.hold(() -> {
      // First, so that it does not complain of the connection.
      opened.server().abandon();
      opened.transport().close();
    });
    return opened;
  }

  private static Role role(boolean sending) {
    return sending ? Role.SENDER : Role.EARLY_RECEIVER;
  }

  private ServerConnection connect(HostSpec host, Role role) {
    DaemonConnection way =
        new DaemonConnection(parsed.connection(), role, reporter, trace, cancellation);
    Supplier<TlsClient> secure = tls;
    if (secure != null) {
      return new TlsConnection(parsed.connection(), environment, way).open(host, secure.get());
    }
    int port = host.port() == HostSpec.DEFAULT_PORT ? DAEMON_PORT : host.port();
    return way.open(environment, host.host(), port);
  }

  private @Nullable ServerConnection openDaemon(HostSpec host, boolean sending) {
    requireModule();
    ServerConnection raw;
    if (sources.daemonByShell()) {
      raw = startShell(host, sending, DAEMON_BY_SHELL);
    } else {
      raw = held(connect(host, role(sending)));
    }
    boolean open = false;
    try {
      int seconds = parsed.connection().connectTimeout();
      // A socket's connection stands when it has connected; what a shell does until then is seen by
      // the daemon's greeting alone.
      if (seconds > 0 && sources.daemonByShell()) {
        raw.in()
            .timeout()
            .setDeadline(seconds * 1000L, ExitCode.CON_TIMEOUT, "connection timed out");
      }
      raw.in().setRole(role(sending));
      raw.in().timeout().setSeconds(parsed.options().timeout);
      DaemonDialogue dialogue =
          new DaemonDialogue(raw.in(), raw.out(), reporter, parsed.connection().motd());
      byte[] module = ServerArguments.moduleOf(sources.remotePaths().getFirst());
      int protocol = dialogue.greet(parsed.options().protocol);
      byte @Nullable [] early = parsed.connection().earlyInput();
      LinkTrust trust = OperatorLinks.ofFiles(parsed.options(), reporter);
      if (early != null) {
        EarlyInput.send(EarlyInput.read(early, role(sending), trust), raw.out());
      }
      ServerWords arguments =
          ServerArguments.forDaemon(
              withProtocol(protocol), parsed.connection(), sending, sources.remotePaths());
      trace.daemonArguments(arguments.open());
      PasswordSource password =
          new PasswordSource(parsed.connection(), environment, host, trust, role(sending));
      if (!dialogue.enter(protocol, module, password)) {
        raw.sayGoodbye();
        return null;
      }
      dialogue.sendArguments(protocol, arguments.open());
      trace.secludedArguments(arguments.secluded());
      raw.sendList(Iconv.sent(arguments.secluded(), charset()));
      raw.out().flush();
      raw.in().timeout().clearDeadline();
      open = true;
      return raw.withProtocol(protocol);
    } finally {
      if (!open) {
        raw.close();
        raw.server().await(patience(LEAVING_MILLIS));
      }
    }
  }

  /** An empty name in front of a path would ask for the list of modules. */
  private void requireModule() {
    byte[] path = sources.remotePaths().getFirst();
    if (path.length > 0 && path[0] == '/') {
      String problem = "ERROR: The remote path must start with a module name";
      throw new RsyncException(
          ExitCode.START_CLIENT, sources.daemonByShell() ? problem : problem + " not a /");
    }
  }

  /** The options as a daemon of this version is to understand them. */
  private Options withProtocol(int protocol) {
    OptionsBuilder b = parsed.options().toBuilder();
    b.protocol = Math.min(protocol, b.protocol);
    return b.build();
  }

  /** Ends the transfer from another thread: what is unfinished is removed, or kept as asked for. */
  public void cancel() {
    cancellation.cancel();
  }

  /** Whether it has come to a transfer, so that there may be files that are not complete. */
  public boolean hasBegun() {
    return begun;
  }

  /** Whether {@link #cancel} was called. */
  public boolean isCancelled() {
    return cancellation.isCancelled();
  }
}
