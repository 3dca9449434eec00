package org.jrsync.daemon;

import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jrsync.daemon.check.ConfigCheck;
import org.jrsync.daemon.config.ConfigLoader;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.Parameter;
import org.jrsync.daemon.host.CurrentConfig;
import org.jrsync.daemon.host.DaemonIdentity;
import org.jrsync.daemon.host.DaemonLogs;
import org.jrsync.daemon.host.DaemonRoot;
import org.jrsync.daemon.host.Detached;
import org.jrsync.daemon.host.HandedOver;
import org.jrsync.daemon.host.Inetd;
import org.jrsync.daemon.host.OperatorFiles;
import org.jrsync.daemon.host.SystemAccounts;
import org.jrsync.daemon.log.CurrentLog;
import org.jrsync.daemon.log.LogFiles;
import org.jrsync.daemon.log.LogSink;
import org.jrsync.daemon.log.StreamLog;
import org.jrsync.daemon.log.SystemLogSink;
import org.jrsync.daemon.session.DaemonSession;
import org.jrsync.daemon.session.SessionServices;
import org.jrsync.daemon.session.ThreadUse;
import org.jrsync.daemon.transfer.SessionOverrides;
import org.jrsync.engine.Version;
import org.jrsync.engine.options.DaemonOptions;
import org.jrsync.engine.report.SystemLog;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Identity;
import org.jrsync.posix.OperatorRoot;
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
  private final PrintStream out;
  private final PrintStream err;
  private final long self = ProcessHandle.current().pid();

  private DaemonMain(DaemonOptions options, PrintStream out, PrintStream err) {
    this.options = options;
    this.out = out;
    this.err = err;
  }

  /**
   * Runs the daemon until a signal ends it, or one client until it has been served.
   *
   * @param out for what {@code --check-config} shows
   * @param err where a daemon that cannot start says why
   * @return the exit status of the process
   */
  public static int run(DaemonOptions options, PrintStream out, PrintStream err) {
    return new DaemonMain(options, out, err).run();
  }

  private int run() {
    if (options.checkConfig()) {
      return check();
    }
    boolean inetd = !options.remoteShell() && Inetd.peer() != null;
    try {
      if (inetd || options.remoteShell()) {
        return single(inetd);
      }
      HandedOver handedOver = HandedOver.find(DaemonMain::variable, self);
      // Sockets were handed to this process; who does that watches it, too, and wants no other.
      if (options.detach() && !Detached.isChild() && handedOver.isEmpty()) {
        // Read here for its errors alone, which then come at once and on this terminal.
        config(operator());
        Detached.Outcome outcome = Detached.start();
        err.print(outcome.message());
        return outcome.exitStatus();
      }
      return serve(handedOver);
    } catch (RsyncException e) {
      String text = e.getMessage() + "\n" + lastLine(e) + "\n";
      if (Detached.isChild()) {
        Detached.report(e.exitStatus(), text);
      } else if (!inetd) {
        err.print(text);
      }
      return e.exitStatus();
    }
  }

  private int check() {
    try (ConfinedTree operator = operator()) {
      ConfigLoader loader =
          new ConfigLoader(new OperatorFiles(operator), path(), overrides(), DaemonMain::variable);
      return new ConfigCheck(operator, new SystemAccounts(), Identity.current())
          .run(loader, out, err);
    } catch (RsyncException e) {
      err.println(e.getMessage());
      return e.exitStatus();
    }
  }

  private static String lastLine(RsyncException e) {
    return "rsync error: "
        + e.exitCode().description()
        + " (code "
        + e.exitStatus()
        + ") at jrsync(0) [Receiver="
        + Version.TEXT
        + "]";
  }

  private static ConfinedTree operator() {
    return ConfinedTree.open(new byte[] {'.'}, Policy.OPERATOR);
  }

  private CurrentConfig config(ConfinedTree operator) {
    return new CurrentConfig(
        new OperatorFiles(operator), operator, path(), overrides(), DaemonMain::variable);
  }

  private String path() {
    byte[] named = options.config();
    return named != null
        ? text(named)
        : options.remoteShell() && Users.effectiveUser() != 0 ? USER_CONFIG : SYSTEM_CONFIG;
  }

  private List<String> overrides() {
    List<String> overrides = new ArrayList<>();
    for (byte[] override : options.overrides()) {
      overrides.add(text(override));
    }
    byte[] socketOptions = options.socketOptions();
    if (socketOptions != null) {
      overrides.add(Parameter.SOCKET_OPTIONS.label() + "=" + text(socketOptions));
    }
    return overrides;
  }

  private static @Nullable String variable(String name) {
    byte[] value = ProcessArguments.variable(name);
    return value == null ? null : text(value);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** The logs of modules, which go into the file that the command line names for all. */
  private DaemonLogs logs(LogFiles files, @Nullable StreamLog foreground) {
    byte[] named = options.logFile();
    return new DaemonLogs(
        files,
        named == null || named.length == 0 ? null : text(named),
        foreground,
        (tag, facility) -> new SystemLogSink(SystemLog.of(tag, SystemLog.facility(facility))));
  }

  private SessionServices services(CurrentConfig config, OperatorFiles files, DaemonLogs logs) {
    return Daemon.services(
        config, files, logs, new SessionOverrides(options.bwlimit(), options.logFileFormat()));
  }

  private int single(boolean inetd) {
    try (ConfinedTree operator = operator();
        LogFiles files = new LogFiles(self)) {
      DaemonLogs logs = logs(files, null);
      CurrentConfig config = config(operator);
      LogSink log = logs.of(config.get().defaults());
      config.get().warnings().forEach(line -> log.line(self, line));
      OperatorRoot root = DaemonRoot.of(config.get());
      if (!root.isSystem()) {
        logs.confine(new LogFiles(root, self));
      }
      DaemonIdentity.take(config.get(), new SystemAccounts());
      SessionServices services = services(config, new OperatorFiles(operator, root), logs);
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

  private int serve(HandedOver handedOver) {
    StopSignals stop = new StopSignals();
    stop.install();
    // Until there is something to report.
    Signals.ignore("USR2");
    try (ConfinedTree operator = operator();
        LogFiles files = new LogFiles(self)) {
      StreamLog foreground = Detached.isChild() ? null : new StreamLog(err);
      DaemonLogs logs = logs(files, foreground);
      CurrentConfig config = config(operator);
      DaemonConfig first = config.get();
      // Not of the first configuration alone: a new one may name another file.
      LogSink log = new CurrentLog(() -> logs.of(config.inForce().defaults()));
      Consumer<String> lines = line -> log.line(self, line);
      config.logTo(lines);
      first.warnings().forEach(lines);
      // Opened now: the daemon may become somebody who cannot.
      LogSink _ = logs.of(first.defaults());
      try (OperatorRoot root = DaemonRoot.of(first);
          LogFiles inside = new LogFiles(root, self)) {
        if (!root.isSystem()) {
          logs.confine(inside);
        }
        Runnable reload =
            () -> {
              files.reopen();
              inside.reopen();
              config.reload();
            };
        new ServingDaemon(options, config, reload, handedOver, new OperatorFiles(operator), log)
            .run(() -> services(config, new OperatorFiles(operator, root), logs), stop);
      } catch (RsyncException e) {
        // Not twice on the standard error.
        if (logs.of(first.defaults()) != foreground) {
          log.warning(self, String.valueOf(e.getMessage()));
          log.warning(self, lastLine(e));
        }
        throw e;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.SIGNAL.code();
    }
    return stop.exitStatus();
  }
}
