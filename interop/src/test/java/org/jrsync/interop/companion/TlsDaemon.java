package org.jrsync.interop.companion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Running;
import org.jrsync.interop.harness.Scratch;

/** Our daemon with a port for TLS, and the modules {@code data} and, for writing, {@code in}. */
final class TlsDaemon implements AutoCloseable {
  private final RsyncDaemon daemon;
  private final Path in;
  private final int port;

  private TlsDaemon(RsyncDaemon daemon, Path in, int port) {
    this.daemon = daemon;
    this.in = in;
    this.port = port;
  }

  /**
   * Starts it. Where root does, it serves as nobody.
   *
   * @param name of its folder
   * @param more further lines before the modules
   * @param data what the first module serves
   */
  static TlsDaemon start(
      Scratch scratch, String name, Path certificate, Path key, String more, Path data)
      throws IOException {
    Path folder = scratch.folder(name);
    Path in = scratch.folder(name + "/in");
    Files.setPosixFilePermissions(in, PosixFilePermissions.fromString("rwxrwxrwx"));
    AtomicInteger port = new AtomicInteger();
    Supplier<String> config =
        () -> {
          port.set(freePort());
          return """
          reverse lookup = no
          tls port = %d
          tls certificate = %s
          tls key = %s
          %s
          [data]
          path = %s
          [in]
          path = %s
          read only = no
          """
              .formatted(port.get(), certificate, key, more, data, in);
        };
    return new TlsDaemon(RsyncDaemon.startWith(Jrsync.binary(), folder, config), in, port.get());
  }

  private static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port for TLS. */
  int port() {
    return port;
  }

  /** The folder of the module that is written to. */
  Path in() {
    return in;
  }

  String log() {
    return daemon.log();
  }

  /** A URL of the port without TLS. */
  String plainUrl(String path) {
    return daemon.url(path);
  }

  void signal(String name) {
    Running.signal(daemon.pid(), name);
  }

  void awaitLog(String text) throws InterruptedException {
    for (int i = 0; i < 500 && !daemon.log().contains(text); i++) {
      Thread.sleep(20);
    }
    assertThat(daemon.log()).contains(text);
  }

  /** Waits until the figures have it. */
  void awaitFigures(String text) throws InterruptedException {
    for (int i = 0; i < 50 && !daemon.log().contains(text); i++) {
      signal("USR2");
      Thread.sleep(200);
    }
    assertThat(daemon.log()).contains(text);
  }

  @Override
  public void close() {
    daemon.close();
  }
}
