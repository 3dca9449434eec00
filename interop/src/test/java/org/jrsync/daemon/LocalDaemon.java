package org.jrsync.daemon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jrsync.daemon.config.ConfigLoader;
import org.jrsync.daemon.config.ConfigSource;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.host.OperatorFiles;
import org.jrsync.daemon.listen.ListenSockets;
import org.jrsync.daemon.log.LogSink;
import org.jrsync.daemon.session.ModuleRoot;
import org.jrsync.daemon.session.SessionServices;
import org.jrsync.daemon.transfer.SeenTransfers;
import org.jrsync.daemon.transfer.SessionOverrides;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Policy;
import org.jspecify.annotations.Nullable;

/** A daemon in the test's own process, on a free port of 127.0.0.1. */
public final class LocalDaemon implements AutoCloseable {
  private final ConfinedTree operator = ConfinedTree.open(new byte[] {'.'}, Policy.OPERATOR);
  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private final Daemon daemon;

  /**
   * Starts it.
   *
   * @param text its configuration
   * @param trees makes the trees that transfers work in, null for the modules' own
   */
  public LocalDaemon(String text, @Nullable Function<ModuleRoot, Tree> trees) {
    LogSink sink = (writer, line) -> log.add(line);
    SessionServices own = services(text, operator, sink);
    DaemonConfig config = own.config().get();
    SessionServices services =
        trees == null
            ? own
            : new SessionServices(
                own.config(),
                own.motd(),
                own.lookup(),
                own.authenticator(),
                own.accounts(),
                own.slots(),
                own.logs(),
                SeenTransfers.in(new OperatorFiles(operator), trees),
                own.hooks(),
                own.root(),
                own.ownUser());
    daemon =
        new Daemon(
            () -> config,
            ListenSockets.bind("127.0.0.1", 0, 128, line -> {}),
            services,
            (peer, request, result) -> {},
            sink);
    daemon.start();
  }

  /** What the sessions of a daemon with that configuration share. */
  public static SessionServices services(String text, ConfinedTree operator, LogSink sink) {
    DaemonConfig config = new ConfigLoader(source(text), "conf", List.of(), name -> null).load();
    return Daemon.services(() -> config, operator, module -> sink, SessionOverrides.NONE);
  }

  private static ConfigSource source(String text) {
    return new ConfigSource() {
      @Override
      public byte[] read(String path) {
        return text.getBytes(ISO_8859_1);
      }

      @Override
      public @Nullable List<String> list(String path) {
        return null;
      }
    };
  }

  public int port() {
    return daemon.port();
  }

  /** How many sessions it has. */
  public int active() {
    return daemon.sessions().active();
  }

  /** What was logged since this was last asked. */
  public String takeLog() {
    StringBuilder lines = new StringBuilder();
    for (String line = log.poll(); line != null; line = log.poll()) {
      lines.append(line).append('\n');
    }
    return lines.toString();
  }

  @Override
  public void close() {
    daemon.close();
    operator.close();
  }
}
