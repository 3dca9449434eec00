package org.jrsync.daemon;

import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.daemon.host.CurrentConfig;
import org.jrsync.daemon.host.Detached;
import org.jrsync.daemon.host.Inetd;
import org.jrsync.daemon.host.OperatorFiles;
import org.jrsync.daemon.host.PidFile;
import org.jrsync.daemon.listen.ListenSockets;
import org.jrsync.daemon.log.LogFiles;
import org.jrsync.daemon.log.LogSink;
import org.jrsync.daemon.log.StreamLog;
import org.jrsync.daemon.metrics.StatusReport;
import org.jrsync.daemon.session.DaemonSession;
import org.jrsync.daemon.session.SessionServices;
import org.jrsync.daemon.session.ThreadUse;
import org.jrsync.engine.Version;
import org.jrsync.engine.options.DaemonOptions;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Policy;
import org.jrsync.posix.ProcessArguments;
import org.jrsync.posix.Signals;
import org.jrsync.posix.Users;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jrsync.wire.Transport;
import org.jspecify.annotations.Nullable;

/**
 * {@code rsync --daemon}: in the background, in the foreground, for one client on a socket of
 * inetd's, or for one behind a remote shell.
 */
public final class DaemonMain {

  private static final String SYSTEM_CONFIG = "/etc/rsyncd.conf";
  private static final String USER_CONFIG = "rsyncd.conf";

  private final DaemonOptions options;
  private final PrintStream err;
  private final long self = ProcessHandle.current().pid();

  private DaemonMain(DaemonOptions options, PrintStream err) {
    this.options = options;
    this.err = err;
  }

  /**
   * Runs the daemon until a signal ends it, or one client until it has been served.
   *
   * @param err where a daemon that cannot start says why
   * @return the exit status of the process
   */
  public static int run(DaemonOptions options, PrintStream err) {
    return new DaemonMain(options, err).run();
  }

  private int run() {
    boolean inetd = !options.remoteShell() && Inetd.peer() != null;
    try {
      if (inetd || options.remoteShell()) {
        return single(inetd);
      }
      if (options.detach() && !Detached.isChild()) {
        // Read here for its errors alone, which then come at once and on this terminal.
        config(operator());
        Detached.Outcome outcome = Detached.start();
        err.print(outcome.message());
        return outcome.exitStatus();
      }
      return serve();
    } catch (RsyncException e) {
      String text =
          e.getMessage()
              + "\nrsync error: "
              + e.exitCode().description()
              + " (code "
              + e.exitStatus()
              + ") at jrsync(0) [Receiver="
              + Version.TEXT
              + "]\n";
      if (Detached.isChild()) {
        Detached.report(e.exitStatus(), text);
      } else if (!inetd) {
        err.print(text);
      }
      return e.exitStatus();
    }
  }

  private static ConfinedTree operator() {
    return ConfinedTree.open(new byte[] {'.'}, Policy.OPERATOR);
  }

  private CurrentConfig config(ConfinedTree operator) {
    byte[] named = options.config();
    String path =
        named != null
            ? text(named)
            : options.remoteShell() && Users.effectiveUser() != 0 ? USER_CONFIG : SYSTEM_CONFIG;
    List<String> overrides = new ArrayList<>();
    for (byte[] override : options.overrides()) {
      overrides.add(text(override));
    }
    return new CurrentConfig(
        new OperatorFiles(operator), operator, path, overrides, DaemonMain::variable);
  }

  private static @Nullable String variable(String name) {
    byte[] value = ProcessArguments.variable(name);
    return value == null ? null : text(value);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private LogFiles logs(ConfinedTree operator, LogSink fallback) {
    return new LogFiles(operator, fallback, self);
  }

  /** The log of a module, or the one that the command line names for all. */
  private String logPath(String configured) {
    byte[] named = options.logFile();
    return named == null ? configured : text(named);
  }

  private SessionServices services(CurrentConfig config, ConfinedTree operator, LogFiles logs) {
    return Daemon.services(
        config, operator, module -> logs.at(logPath(module.logFile())), options.bwlimit());
  }

  private int single(boolean inetd) {
    try (ConfinedTree operator = operator();
        LogFiles logs =
            logs(operator, options.remoteShell() ? (writer, line) -> {} : new StreamLog(err))) {
      CurrentConfig config = config(operator);
      LogSink log = logs.at(logPath(config.get().defaults().logFile()));
      config.get().warnings().forEach(line -> log.line(self, line));
      SessionServices services = services(config, operator, logs);
      InetAddress peer = inetd ? Inetd.peer() : Inetd.shellPeer(DaemonMain::variable);
      Transport transport = inetd ? Inetd.socket() : Inetd.pipes();
      AtomicInteger status = new AtomicInteger(ExitCode.PROTOCOL.code());
      Thread thread =
          Thread.ofPlatform()
              .name("session 1")
              .start(() -> {
                try (DaemonSession session =
                    new DaemonSession(
                        services,
                        (address, request, result) -> {
                          if (result != null) {
                            status.set(result.exitStatus());
                          }
                        },
                        self,
                        peer == null ? InetAddress.getLoopbackAddress() : peer,
                        transport)) {
                  if (session.handshake()) {
                    session.transfer(ThreadUse.OWN);
                  }
                }
              });
      thread.join();
      return status.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.SIGNAL.code();
    }
  }

  private int serve() {
    StopSignals stop = new StopSignals();
    stop.install();
    // Until there is something to report.
    Signals.ignore("USR2");
    try (ConfinedTree operator = operator();
        LogFiles logs = logs(operator, new StreamLog(err))) {
      CurrentConfig config = config(operator);
      DaemonConfig first = config.get();
      // Not of the first configuration alone: a new one may name another file.
      LogSink log =
          (writer, line) ->
              logs.at(logPath(config.inForce().defaults().logFile())).line(writer, line);
      config.logTo(line -> log.line(self, line));
      first.warnings().forEach(line -> log.line(self, line));
      Signals.handle(
          "HUP",
          () -> {
            logs.reopen();
            config.reload();
          });
      byte[] address = options.address();
      int port = options.port() != 0 ? options.port() : first.port();
      PidFile pidFile = first.pidFile().isEmpty() ? null : PidFile.create(first.pidFile(), self);
      try (Daemon daemon =
          new Daemon(
              config,
              ListenSockets.bind(
                  address == null ? first.address() : text(address),
                  port,
                  first.listenBacklog(),
                  line -> log.line(self, line)),
              services(config, operator, logs),
              (peer, request, result) -> {},
              log)) {
        log.line(
            self,
            "rsyncd version " + Version.TEXT + " starting, listening on port " + daemon.port());
        daemon.start();
        Signals.handle(
            "USR2",
            () ->
                StatusReport.lines(daemon.sessions().figures())
                    .forEach(line -> log.line(self, line)));
        if (Detached.isChild()) {
          Detached.report(0, "");
        }
        stop.await();
        log.line(self, "stopping: " + daemon.sessions().active() + " sessions are active");
        daemon.stopAccepting();
        if (stop.drain()) {
          stop.awaitNext(daemon.sessions());
        }
        daemon.stop(Duration.ofSeconds(config.get().number(Parameter.SHUTDOWN_GRACE)), stop::again);
      } finally {
        if (pidFile != null) {
          pidFile.close();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.SIGNAL.code();
    }
    return stop.exitStatus();
  }
}
