package org.jrsync.interop.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jrsync.interop.process.Command;

/** A daemon, real or ours, on a free port of 127.0.0.1 with a configuration made for the test. */
public final class RsyncDaemon implements AutoCloseable {
  private static final long START_MILLIS = 60_000;

  private final Process process;
  private final int port;
  private final Path log;

  private RsyncDaemon(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /**
   * Starts a daemon and waits until it greets.
   *
   * @param binary the program, called with {@code --daemon --no-detach}
   * @param folder where its configuration and log go
   */
  public static RsyncDaemon start(
      Path binary, Path folder, List<Module> modules, String... arguments) {
    boolean root = "root".equals(System.getProperty("user.name"));
    StringBuilder config = new StringBuilder();
    modules.forEach(module -> config.append(module.section(root)));
    return startWith(binary, folder, config.toString(), arguments);
  }

  /** Starts a daemon with the given configuration text. */
  public static RsyncDaemon startWith(
      Path binary, Path folder, String config, String... arguments) {
    return startWith(binary, folder, () -> config, arguments);
  }

  /**
   * Starts a daemon with a configuration text that is asked for anew at each attempt, as one that
   * names ports has to be.
   */
  public static RsyncDaemon startWith(
      Path binary, Path folder, Supplier<String> config, String... arguments) {
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve("rsyncd.conf");
      Path log = folder.resolve("rsyncd.log");
      // Another process may take the port between the look and the start: then another port is
      // tried.
      for (int attempt = 0; ; attempt++) {
        Files.writeString(file, config.get());
        RsyncDaemon daemon = attempt(binary, file, log, arguments);
        if (daemon.greets()) {
          return daemon;
        }
        daemon.close();
        if (attempt == 2) {
          throw new AssertionError(
              binary + " --daemon does not start:\n" + daemon.everythingLogged());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RsyncDaemon attempt(Path binary, Path config, Path log, String... arguments)
      throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    List<String> words =
        new ArrayList<>(
            List.of(
                "--daemon",
                "--no-detach",
                "--address=127.0.0.1",
                "--port=" + port,
                "--config=" + config,
                "--log-file=" + log));
    words.addAll(List.of(arguments));
    ProcessBuilder builder = Command.of(binary, words).builder();
    builder.redirectInput(Path.of("/dev/null").toFile());
    builder
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output(log).toFile()))
        .redirectErrorStream(true);
    return new RsyncDaemon(builder.start(), port, log);
  }

  private static Path output(Path log) {
    return log.resolveSibling("rsyncd.out");
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  /** Waits for the end of the process; its exit status. */
  public int awaitExit(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the daemon still runs after " + limit + ":\n" + everythingLogged());
    }
    return process.exitValue();
  }

  public boolean running() {
    return process.isAlive();
  }

  /** The address of a path in a module, such as {@code rsync://127.0.0.1:40001/src/}. */
  public String url(String path) {
    return "rsync://127.0.0.1:" + port + "/" + path;
  }

  /** What the daemon wrote to its log file. */
  public String log() {
    return text(log);
  }

  /**
   * Waits, a minute at most, until its log file has this text; a test's own check says so if not.
   */
  public void waitForLog(String text) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    try {
      while (!log().contains(text) && System.nanoTime() < end) {
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public String everythingLogged() {
    return text(output(log)) + text(log);
  }

  /** Whether a new connection is greeted, as a daemon that goes on serving does. */
  public boolean greets() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS);
    while (System.nanoTime() < end && process.isAlive()) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        socket.setSoTimeout(10_000);
        byte[] start = socket.getInputStream().readNBytes(8);
        if (new String(start, StandardCharsets.ISO_8859_1).equals("@RSYNCD:")) {
          return true;
        }
      } catch (IOException e) {
        // Not listening yet.
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  /** Ends the daemon and its sessions. */
  @Override
  public void close() {
    List<ProcessHandle> sessions = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
    sessions.forEach(ProcessHandle::destroyForcibly);
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
