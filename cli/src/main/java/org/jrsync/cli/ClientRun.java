package org.jrsync.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.function.Supplier;
import org.jrsync.client.ClientTransfer;
import org.jrsync.client.RunLog;
import org.jrsync.client.tls.TlsClient;
import org.jrsync.engine.NamesFile;
import org.jrsync.engine.TransferProgress;
import org.jrsync.engine.TransferResult;
import org.jrsync.engine.filter.FilterParser;
import org.jrsync.engine.options.Environment;
import org.jrsync.engine.options.HostSpec;
import org.jrsync.engine.options.Info;
import org.jrsync.engine.options.ParsedArguments;
import org.jrsync.engine.options.SourceArguments;
import org.jrsync.engine.report.ErrorLine;
import org.jrsync.engine.report.Reporter;
import org.jrsync.posix.Signals;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.PeerExitException;
import org.jrsync.wire.Role;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/** A client's run: the transfer, its summary, and the line that closes a bad one. */
final class ClientRun {
  private static final String[] ENDING_SIGNALS = {"INT", "TERM", "HUP"};

  private final Console console;
  private final ParsedArguments parsed;
  private final Reporter reporter;
  private final RunLog log;
  private final ClientTransfer transfer;
  private final String role;
  private final boolean overSocket;
  private final boolean sends;
  private volatile boolean errorsTold;
  private volatile @Nullable ExitCode signalled;
  private boolean reasonTold;

  /**
   * @param shown where messages go, the log among it
   * @param log gets the closing lines
   * @param role what this side is called before a transfer begins
   */
  ClientRun(
      Console console,
      ParsedArguments parsed,
      SourceArguments sources,
      FilterParser rules,
      @Nullable NamesFile names,
      Environment environment,
      Reporter shown,
      RunLog log,
      TransferProgress progress,
      Role role) {
    this.role = role.text();
    this.console = console;
    this.log = log;
    this.parsed = parsed;
    this.reporter = heeded(shown);
    HostSpec host = sources.host();
    this.sends = sources.direction() != SourceArguments.Direction.PULL;
    this.overSocket = host != null && host.isDaemon() && !sources.daemonByShell();
    this.transfer =
        new ClientTransfer(parsed, sources, rules, names, environment, reporter, progress);
  }

  /** What a broken-off connection makes of the end is no news to who broke it off. */
  private Reporter heeded(Reporter shown) {
    return (code, text) -> {
      if (signalled == null) {
        errorsTold |= code != MessageCode.INFO && code != MessageCode.CLIENT;
        shown.report(code, text);
      }
    };
  }

  /**
   * Has the server of a local copy show errors of its own.
   *
   * @param shown as such a server shows them
   */
  ClientRun serversOwn(Reporter shown) {
    transfer.tellServersOwn(heeded(shown));
    return this;
  }

  /**
   * Has daemons be reached over TLS.
   *
   * @param client asked for when a daemon is to be connected to
   */
  ClientRun overTls(Supplier<TlsClient> client) {
    transfer.useTls(client);
    return this;
  }

  int run() {
    for (String signal : ENDING_SIGNALS) {
      Signals.handle(signal, () -> end(ExitCode.SIGNAL));
    }
    Signals.handle("USR1", () -> end(ExitCode.SIGNAL1));
    long started = System.currentTimeMillis() / 1000;
    TransferResult result;
    try {
      result = transfer.run();
    } catch (RsyncException e) {
      ExitCode signal = signalled;
      if (signal == null) {
        throw e;
      }
      return endedBy(signal, e);
    }
    if (result == null) {
      return 0;
    }
    if (result.complete()) {
      long elapsed = System.currentTimeMillis() / 1000 - started;
      String summary = SummaryPrinter.text(parsed.options(), result, elapsed);
      for (int at = 0, end; (end = summary.indexOf('\n', at)) >= 0; at = end + 1) {
        // The log does without the empty line.
        MessageCode code = end == at ? MessageCode.CLIENT : MessageCode.INFO;
        reporter.report(code, summary.substring(at, end + 1).getBytes(ISO_8859_1));
      }
    }
    ExitCode signal = signalled;
    int status = signal != null ? signal.code() : result.exitStatus();
    RsyncException failure = result.failure();
    boolean endedByPeer = failure instanceof PeerExitException && signal == null;
    if (!endedByPeer || closesLog()) {
      log.finish(parsed.options(), sends, result, status);
    }
    // The peer that ends a run has told why; a server behind a shell has done so past this side.
    boolean told = endedByPeer && (errorsTold || !overSocket) && !closesLog();
    if (status != 0 && !told) {
      Throwable where = failure != null ? failure : new Throwable();
      close(ErrorLine.of(status, where, result.role()));
    }
    return status;
  }

  /**
   * Ends the transfer. Before there is one, nothing needs to be tidied, and only the end of the
   * process breaks off a look-up or a question for the password.
   */
  private void end(ExitCode signal) {
    signalled = signal;
    transfer.cancel();
    if (!transfer.hasBegun()) {
      System.exit(endedBy(signal, new Throwable()));
    }
  }

  /** Whether the log is closed by a line of this side in any case, which is then shown as well. */
  private boolean closesLog() {
    return log != RunLog.NONE && parsed.options().info(Info.STATS) < 1;
  }

  private void close(String line) {
    log.error(line.getBytes(ISO_8859_1));
    console.error(line + "\n");
  }

  /**
   * Tells, once, of the signal that has ended the run before any transfer. Whoever comes second,
   * the thread of the signal or that of the run, waits until it has been told: it ends the process.
   */
  private synchronized int endedBy(ExitCode signal, Throwable where) {
    if (!reasonTold) {
      reasonTold = true;
      close(ErrorLine.of(signal.code(), where, role));
    }
    return signal.code();
  }
}
