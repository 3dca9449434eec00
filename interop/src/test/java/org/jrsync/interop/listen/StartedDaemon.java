package org.jrsync.interop.listen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.posix.ChildProcess;
import org.jrsync.posix.ExitStatus;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.ListeningSocket;
import org.jrsync.posix.OpenFlags;
import org.jrsync.posix.OpenSockets;
import org.jrsync.posix.Signals;
import org.jrsync.posix.Spawn;
import org.jrsync.posix.TrustedPath;

/**
 * The daemon as a service manager starts it: with sockets and variables that are there before it
 * is. Two sockets come to a shell as its standard input and output; its script puts them where the
 * daemon is to find them and becomes the daemon.
 */
final class StartedDaemon implements AutoCloseable {
  private static final long LIMIT_MILLIS = 60_000;

  private final Scratch scratch;
  private final ChildProcess process;

  /**
   * Starts it.
   *
   * @param script ends with {@code exec "$@"}; {@code $LOG.out} is a file to write to
   * @param sockets what the shell has as descriptors 0 and 1, where there are as many
   * @param config the daemon's configuration, but for the log
   */
  StartedDaemon(
      Scratch scratch,
      String script,
      List<ListeningSocket> sockets,
      String config,
      String... arguments) {
    this.scratch = scratch;
    scratch.file("out", "");
    Path conf = scratch.file("rsyncd.conf", "log file = " + log() + "\n" + config);
    String[] words = {
      "/bin/sh", "-c", script, "sh", Jrsync.binary().toString(), "--daemon", "--config=" + conf
    };
    byte[][] command = new byte[words.length + arguments.length][];
    for (int i = 0; i < command.length; i++) {
      String word = i < words.length ? words[i] : arguments[i - words.length];
      command[i] = word.getBytes(ISO_8859_1);
    }
    try (FileHandle nothing = TrustedPath.openWrite(bytes("/dev/null"), OpenFlags.APPEND, 0);
        FileHandle output =
            TrustedPath.openWrite(
                bytes(scratch.path().resolve("out").toString()), OpenFlags.APPEND, 0)) {
      process =
          new Spawn(command)
              .stdin(sockets.isEmpty() ? nothing.fd() : OpenSockets.descriptor(sockets.getFirst()))
              .stdout(sockets.size() < 2 ? output.fd() : OpenSockets.descriptor(sockets.get(1)))
              .stderr(output.fd())
              .start();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private Path log() {
    return scratch.path().resolve("rsyncd.log");
  }

  int pid() {
    return process.pid();
  }

  String logged() throws IOException {
    return Files.exists(log()) ? Files.readString(log(), ISO_8859_1) : "";
  }

  /** What the shell and the daemon wrote to the standard error. */
  String err() throws IOException {
    return Files.readString(scratch.path().resolve("out"), ISO_8859_1);
  }

  /** Waits until the log has it. */
  void awaitLog(String text) throws Exception {
    long end = System.nanoTime() + LIMIT_MILLIS * 1_000_000;
    while (!logged().contains(text) && end - System.nanoTime() > 0 && process.waitFor(0) == null) {
      Thread.sleep(20);
    }
    assertThat(logged()).as("with %s", err()).contains(text);
  }

  /** What a client is told that asks for the modules. */
  static String list(ListeningSocket at) throws IOException {
    return list(at.local().getAddress(), at.local().getPort());
  }

  static String list(InetAddress address, int port) throws IOException {
    try (Socket socket = new Socket(address, port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(bytes("@RSYNCD: 31.0\n#list\n"));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  void signal(int signal) {
    process.kill(signal);
  }

  ExitStatus awaitExit() {
    return Objects.requireNonNull(process.waitFor(LIMIT_MILLIS), "it still runs");
  }

  @Override
  public void close() {
    process.kill(Signals.KILL);
    process.waitFor(LIMIT_MILLIS);
  }
}
