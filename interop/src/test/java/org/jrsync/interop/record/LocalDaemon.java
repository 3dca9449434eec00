package org.jrsync.interop.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jrsync.daemon.access.SystemHostLookup;
import org.jrsync.daemon.auth.Authenticator;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.hook.HookProcess;
import org.jrsync.daemon.host.CurrentConfig;
import org.jrsync.daemon.host.LockFileSlots;
import org.jrsync.daemon.host.OperatorFiles;
import org.jrsync.daemon.host.SystemAccounts;
import org.jrsync.daemon.host.ThreadStarter;
import org.jrsync.daemon.session.DaemonSession;
import org.jrsync.daemon.session.SessionServices;
import org.jrsync.daemon.session.ThreadUse;
import org.jrsync.daemon.transfer.ModuleTransfers;
import org.jrsync.daemon.transfer.SessionOverrides;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.OperatorRoot;
import org.jrsync.posix.Policy;
import org.jrsync.posix.Users;

/** Our daemon's sessions in this process, each over a transport of the test's own. */
final class LocalDaemon implements AutoCloseable {
  private final ConfinedTree operator = ConfinedTree.open(new byte[] {'.'}, Policy.OPERATOR);
  private final SessionServices services;
  private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
  private final AtomicLong sessions = new AtomicLong();

  /**
   * How a session ended.
   *
   * @param exitStatus of its transfer, or -1 when it did not come to one
   * @param answer all that it sent
   * @param log its lines
   */
  record Outcome(int exitStatus, byte[] answer, List<String> log) {
    /** Fails unless the session ended with an error and told of it plainly. */
    void assertFailed(String what) {
      assertThat(exitStatus).as(what).isNotZero().isBetween(-1, 35);
      assertPlain(what);
      if (exitStatus > 0) {
        assertThat(log).as(what).anyMatch(line -> line.contains("(code " + exitStatus + ")"));
      }
    }

    /** Fails when the log shows the inside of the program. */
    void assertPlain(String what) {
      assertThat(log)
          .as(what)
          .noneMatch(line -> line.contains("internal error") || line.contains("Exception"));
    }

    @Override
    public String toString() {
      return "exit status " + exitStatus + ", log " + log;
    }
  }

  LocalDaemon(Ground ground) {
    StringBuilder text = new StringBuilder("reverse lookup = no\n");
    boolean root = Users.effectiveUser() == 0;
    ground.modules().forEach(module -> text.append(module.section(root)));
    Path file = ground.scratch().file("local.conf", text.toString());
    OperatorFiles files = new OperatorFiles(operator);
    CurrentConfig current =
        new CurrentConfig(files, operator, file.toString(), List.of(), name -> null);
    DaemonConfig config = current.get();
    ThreadStarter starter = new ThreadStarter();
    services =
        new SessionServices(
            () -> config,
            files::message,
            new SystemHostLookup(),
            new Authenticator(new SystemAccounts(), files, root),
            new SystemAccounts(),
            new LockFileSlots(),
            module -> (writer, line) -> log.add(line),
            new ModuleTransfers(files, starter, SessionOverrides.NONE),
            new HookProcess(starter, OperatorRoot.SYSTEM),
            root,
            Users.effectiveUser());
  }

  /** Plays a client's side to a session of its own, and waits for its end. */
  Outcome play(Script script) {
    return play(script, ThreadUse.OWN);
  }

  /** As {@link #play(Script)}, on the kind of thread that one of the daemon's models has. */
  Outcome play(Script script, ThreadUse use) {
    log.clear();
    ScriptedTransport transport = new ScriptedTransport(script);
    AtomicInteger status = new AtomicInteger(-1);
    Runnable session = () -> serve(transport, status, use);
    InTime.run(
        log::toString,
        use == ThreadUse.VIRTUAL ? () -> onVirtualThread(session) : session,
        transport::close);
    return new Outcome(status.get(), transport.heard(), List.copyOf(log));
  }

  private static void onVirtualThread(Runnable session) {
    try {
      Thread.ofVirtual().start(session).join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(ScriptedTransport transport, AtomicInteger status, ThreadUse use) {
    try (DaemonSession session =
        new DaemonSession(
            services,
            (peer, request, result) -> {
              if (result != null) {
                status.set(result.exitStatus());
              }
            },
            sessions.incrementAndGet(),
            java.net.InetAddress.getLoopbackAddress(),
            transport)) {
      if (session.handshake()) {
        session.transfer(use);
      }
    }
  }

  @Override
  public void close() {
    operator.close();
  }
}
