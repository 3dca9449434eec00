package org.jrsync.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jrsync.engine.RequestedNames;
import org.jrsync.engine.ScannedFiles;
import org.jrsync.engine.Session;
import org.jrsync.engine.SideSetup;
import org.jrsync.engine.StandardParts;
import org.jrsync.engine.Transfer;
import org.jrsync.engine.TransferProgress;
import org.jrsync.engine.TransferRequest;
import org.jrsync.engine.TransferResult;
import org.jrsync.engine.WriteWatch;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.HostSpec;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.options.ParsedArguments;
import org.jrsync.engine.options.ServerArguments;
import org.jrsync.engine.options.ServerWords;
import org.jrsync.engine.options.SourceArguments;
import org.jrsync.engine.report.LogSession;
import org.jrsync.engine.report.Reporter;
import org.jrsync.engine.tree.OperatorAnchor;
import org.jrsync.posix.Identity;
import org.jrsync.posix.Signals;
import org.jrsync.posix.Umask;
import org.jrsync.wire.BandwidthLimit;
import org.jrsync.wire.ClientInfo;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.Role;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.flist.ListBudget;
import org.jspecify.annotations.Nullable;

/** Runs a client: reaches the server that the arguments name and runs this side against it. */
public final class ClientTransfer {
  private static final int DAEMON_PORT = 873;
  private static final ServerWords DAEMON_BY_SHELL =
      new ServerWords(
          List.of(
              "--server".getBytes(ISO_8859_1),
              "--daemon".getBytes(ISO_8859_1),
              ".".getBytes(ISO_8859_1)),
          List.of());

  private final ParsedArguments parsed;
  private final SourceArguments sources;
  private final Environment environment;
  private final Reporter reporter;
  private final Reporter listener;
  private final Reporter entries;
  private final TransferProgress progress;
  private volatile @Nullable ServerConnection connection;
  private volatile boolean cancelled;

  /**
   * @param sources the arguments of {@code parsed}, sorted
   * @param reporter takes all messages
   * @param progress told how data moves
   */
  public ClientTransfer(
      ParsedArguments parsed,
      SourceArguments sources,
      Environment environment,
      Reporter reporter,
      TransferProgress progress) {
    this(parsed, sources, environment, reporter, reporter, progress);
  }

  /**
   * @param entries takes the lines that tell of entries
   */
  ClientTransfer(
      ParsedArguments parsed,
      SourceArguments sources,
      Environment environment,
      Reporter reporter,
      Reporter entries,
      TransferProgress progress) {
    this.parsed = parsed;
    this.sources = sources;
    this.environment = environment;
    this.listener = reporter;
    this.reporter = this::report;
    this.entries = entries;
    this.progress = progress;
  }

  /**
   * Runs to the end.
   *
   * @return null when a daemon has listed its modules and there was no transfer
   * @throws RsyncException when it does not come to a transfer
   */
  public @Nullable TransferResult run() {
    boolean sending = sources.direction() != SourceArguments.Direction.PULL;
    ServerConnection opened = open(sending);
    if (opened == null) {
      return null;
    }
    connection = opened;
    if (cancelled) {
      opened.close();
    }
    try (opened;
        OperatorAnchor anchor = new OperatorAnchor(currentDirectory(environment))) {
      return run(opened, anchor, sending);
    }
  }

  private TransferResult run(ServerConnection opened, OperatorAnchor anchor, boolean sending) {
    Options.Builder own = parsed.options().toBuilder();
    own.sender = sending;
    own.server = false;
    own.localTransfer = sources.direction() == SourceArguments.Direction.LOCAL;
    Options options = own.build();
    if (options.bwlimit > 0) {
      opened.out().setBandwidthLimit(new BandwidthLimit((int) Math.max(1, options.bwlimit / 1024)));
    }
    List<byte[]> arguments = sending ? sources.localPaths() : destination();
    TransferRequest request =
        new TransferRequest(
            options,
            arguments,
            Rules.ofClient(parsed.filters(), reporter),
            FilterList.EMPTY,
            ClientInfo.NONE,
            opened.remoteProtocol(),
            opened.in(),
            opened.out(),
            anchor,
            reporter,
            ownEnvironment(),
            withEntries(parts(opened, progress, requestedNames(sending))),
            WriteWatch.onPlatformThread(),
            text(environment.get("RSYNC_CHECKSUM_LIST")),
            text(environment.get("RSYNC_COMPRESS_LIST")));
    Transfer transfer =
        new Transfer(
            request, ScannedFiles.in(anchor, Rules.operatorFiles(), ListBudget.unlimited()));
    TransferResult result = transfer.run();
    opened.close();
    transfer.awaitEnd();
    if (result.exitStatus() == ExitCode.TIMEOUT.code()) {
      return result; // The server's process may have stopped for good: nobody waits for it.
    }
    int serverStatus = opened.serverExit().getAsInt();
    return serverStatus > result.exitStatus() ? withStatus(result, serverStatus) : result;
  }

  private List<byte[]> destination() {
    return sources.hasNoDestination() ? List.of() : List.of(sources.localPaths().getFirst());
  }

  private static TransferResult withStatus(TransferResult r, int status) {
    return new TransferResult(status, r.stats(), r.protocol(), r.role(), r.failure(), r.complete());
  }

  /** A remote sender is held to what it was asked for. */
  private StandardParts.Names requestedNames(boolean sending) {
    HostSpec host = sources.host();
    if (sending || host == null || parsed.connection().oldArgs() > 0) {
      return StandardParts.Names.ANY;
    }
    List<byte[]> paths = sources.remotePaths();
    List<byte[]> asked =
        host.isDaemon() ? paths.stream().map(ClientTransfer::inModule).toList() : paths;
    return session -> new RequestedNames(session.options(), asked, session.filters());
  }

  private static byte[] inModule(byte[] path) {
    int i = 0;
    while (i < path.length && path[i] != '/') {
      i++;
    }
    return i == path.length ? new byte[0] : Arrays.copyOfRange(path, i + 1, path.length);
  }

  /** What breaks because of a cancellation is no news. */
  private void report(MessageCode code, byte[] text) {
    boolean bad = code != MessageCode.INFO && code != MessageCode.CLIENT;
    if (!(cancelled && bad)) {
      listener.report(code, text);
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
          setup.users(),
          setup.groups(),
          setup.policy());
    };
  }

  static StandardParts parts(
      ServerConnection opened, TransferProgress progress, StandardParts.Names names) {
    return new StandardParts(
        opened.in(),
        opened.out(),
        null,
        false,
        LogSession.client(Signals.processId()),
        progress,
        SideSetup.Companions.PLATFORM_THREADS,
        ListBudget.unlimited(),
        names);
  }

  /** What is fixed for a side that runs as the process's own user. */
  public static Session.Environment ownEnvironment() {
    Identity me = Identity.current();
    return new Session.Environment(Identity.isRoot(), me.uid(), 0777 & ~Umask.read());
  }

  /** The absolute path of the current directory, as the shell told it or as the system has it. */
  public static byte[] currentDirectory(Environment environment) {
    String path = System.getProperty("user.dir", "/");
    return path.getBytes(ISO_8859_1);
  }

  static @Nullable String text(byte @Nullable [] value) {
    return value == null ? null : new String(value, ISO_8859_1);
  }

  private @Nullable ServerConnection open(boolean sending) {
    HostSpec host = sources.host();
    if (host == null) {
      byte[] destination = sources.destination();
      return LocalServer.start(
          parsed, destination == null ? new byte[] {'.'} : destination, environment);
    }
    if (!host.isDaemon()) {
      return RemoteShell.start(
          parsed.connection(),
          environment,
          role(sending),
          host,
          ServerArguments.forShell(
              parsed.options(), parsed.connection(), sending, sources.remotePaths()));
    }
    return openDaemon(host, sending);
  }

  private static Role role(boolean sending) {
    return sending ? Role.SENDER : Role.EARLY_RECEIVER;
  }

  private @Nullable ServerConnection openDaemon(HostSpec host, boolean sending) {
    ServerConnection raw;
    if (sources.daemonByShell()) {
      raw =
          RemoteShell.start(parsed.connection(), environment, role(sending), host, DAEMON_BY_SHELL);
    } else {
      int port = host.port() == HostSpec.DEFAULT_PORT ? DAEMON_PORT : host.port();
      raw =
          DaemonConnection.open(parsed.connection(), environment, role(sending), host.host(), port);
    }
    boolean open = false;
    try {
      int seconds = parsed.connection().connectTimeout();
      if (seconds > 0) {
        raw.in().timeout().setDeadline(seconds * 1000L, ExitCode.CON_TIMEOUT, "connection timeout");
      }
      DaemonDialogue dialogue =
          new DaemonDialogue(raw.in(), raw.out(), reporter, parsed.connection().motd());
      byte[] module = ServerArguments.moduleOf(sources.remotePaths().getFirst());
      int protocol =
          dialogue.open(
              parsed.options().protocol,
              module,
              new PasswordSource(parsed.connection(), environment, host));
      if (protocol == 0) {
        return null;
      }
      ServerWords words =
          ServerArguments.forDaemon(
              withProtocol(protocol), parsed.connection(), sending, sources.remotePaths());
      dialogue.sendArguments(protocol, words.open());
      raw.sendList(words.secluded());
      raw.in().timeout().clearDeadline();
      open = true;
      return new ServerConnection(raw.transport(), raw.in(), raw.out(), protocol, raw.serverExit());
    } finally {
      if (!open) {
        raw.close();
      }
    }
  }

  /** The options as a daemon of this version is to understand them. */
  private Options withProtocol(int protocol) {
    Options.Builder b = parsed.options().toBuilder();
    b.protocol = Math.min(protocol, b.protocol);
    return b.build();
  }

  /** Ends the transfer from another thread: what is unfinished is removed, or kept as asked for. */
  public void cancel() {
    cancelled = true;
    ServerConnection open = connection;
    if (open != null) {
      try {
        open.transport().close();
      } catch (IOException e) {
        return;
      }
    }
  }

  /** Whether {@link #cancel} was called. */
  public boolean isCancelled() {
    return cancelled;
  }
}
