package org.jrsync.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jrsync.daemon.config.DaemonConfig;
import org.jrsync.daemon.config.ListenerModel;
import org.jrsync.daemon.config.MemoryFiles;
import org.jrsync.daemon.listen.ListenSockets;
import org.jrsync.daemon.log.LogSink;
import org.jrsync.daemon.transfer.SessionOverrides;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Policy;
import org.jrsync.posix.Users;

/** A daemon in this process on a port of its own, with the installed rsync as its client. */
final class ServedModules implements AutoCloseable {

  static final Path CLIENT = Path.of("/usr/bin/rsync");

  private final ConfinedTree operator = ConfinedTree.open(new byte[] {'.'}, Policy.OPERATOR);
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final Daemon daemon;

  /** What a client printed and ended with. */
  record Ended(int exitCode, String output) {}

  /**
   * @param text the configuration, but for the listener and the name look-up
   */
  ServedModules(ListenerModel model, String text) {
    DaemonConfig config =
        MemoryFiles.load("listener = " + model + "\nreverse lookup = no\n" + text);
    LogSink sink = (writer, line) -> log.add(line);
    daemon =
        new Daemon(
            () -> config,
            ListenSockets.bind("127.0.0.1", 0, 128, line -> {}),
            Daemon.services(() -> config, operator, module -> sink, SessionOverrides.NONE),
            (peer, request, result) -> {},
            sink);
    daemon.start();
  }

  static boolean hasClient() {
    return Files.isExecutable(CLIENT);
  }

  static boolean root() {
    return Users.effectiveUser() == 0;
  }

  int port() {
    return daemon.port();
  }

  /** The lines of the log so far. */
  List<String> log() {
    synchronized (log) {
      return List.copyOf(log);
    }
  }

  String url(String path) {
    return "rsync://127.0.0.1:" + daemon.port() + "/" + path;
  }

  Ended run(String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.add(CLIENT.toString());
    words.addAll(List.of(arguments));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), output);
  }

  @Override
  public void close() {
    daemon.close();
    operator.close();
  }
}
