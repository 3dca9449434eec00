package org.jrsync.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jrsync.daemon.access.HostLookup;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.ListenerModel;
import org.jrsync.daemon.config.MemoryFiles;
import org.jrsync.daemon.listen.ListenSockets;
import org.jrsync.daemon.log.LogSink;
import org.jrsync.daemon.session.SessionServices;
import org.jrsync.daemon.session.TransferResult;
import org.jrsync.daemon.session.TransferRunner;
import org.jrsync.daemon.transfer.SessionOverrides;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Policy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** A daemon on a real socket, with transfers of the tests' own, in each model. */
abstract class DaemonFixture {

  @Parameter ListenerModel model = ListenerModel.THREADS;

  @TempDir Path dir;

  final ConfinedTree operator = ConfinedTree.open(new byte[] {'.'}, Policy.OPERATOR);
  final List<String> log = Collections.synchronizedList(new ArrayList<>());
  final LogSink sink = (writer, line) -> log.add("[" + writer + "] " + line);
  final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    operator.close();
  }

  Daemon start(String text, TransferRunner transfers) {
    return start("reverse lookup = no\n" + text, transfers, null);
  }

  Daemon start(String text, TransferRunner transfers, @Nullable HostLookup lookup) {
    DaemonConfig config = MemoryFiles.load("listener = " + model + "\n" + text);
    SessionServices s =
        Daemon.services(() -> config, operator, module -> sink, SessionOverrides.NONE);
    SessionServices services =
        new SessionServices(
            s.config(),
            s.motd(),
            lookup == null ? s.lookup() : lookup,
            s.authenticator(),
            s.accounts(),
            s.slots(),
            s.logs(),
            transfers,
            s.hooks(),
            s.root(),
            s.ownUser());
    Daemon daemon =
        new Daemon(
            () -> config,
            ListenSockets.bind("127.0.0.1", 0, 128, line -> {}),
            services,
            (peer, request, result) -> {},
            sink);
    open.add(daemon);
    daemon.start();
    return daemon;
  }

  static final TransferRunner NOTHING = (request, transport, use) -> new TransferResult(0, 0, 0, 0);

  Socket connect(Daemon daemon) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), daemon.port());
    socket.setSoTimeout(10_000);
    open.add(socket);
    return socket;
  }

  static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  static String hear(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  String list(Daemon daemon) throws IOException {
    try (Socket socket = connect(daemon)) {
      say(socket, "@RSYNCD: 31.0\n#list\n");
      return hear(socket);
    }
  }

  static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
