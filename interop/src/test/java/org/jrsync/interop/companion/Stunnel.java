package org.jrsync.interop.companion;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jrsync.interop.harness.Running;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.process.Command;

/** stunnel before a real rsync daemon, which it starts for each connection. */
final class Stunnel implements AutoCloseable {
  private final Running process;
  private final int port;

  private Stunnel(Running process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it and waits until it listens.
   *
   * @param rsync the daemon's program
   * @param config the daemon's configuration
   * @param more further lines of stunnel's configuration
   */
  static Stunnel start(
      Scratch scratch,
      Path stunnel,
      Path rsync,
      Path config,
      Path certificate,
      Path key,
      String more) {
    int port = freePort();
    Path file =
        scratch.file(
            "stunnel-" + port + ".conf",
            """
            foreground = yes
            pid =
            [rsync]
            accept = 127.0.0.1:%d
            cert = %s
            key = %s
            exec = %s
            execargs = rsync --daemon --config=%s
            %s
            """
                .formatted(port, certificate, key, rsync, config, more));
    Stunnel started =
        new Stunnel(Running.start(scratch, Command.of(stunnel, file.toString())), port);
    started.awaitStart();
    return started;
  }

  int port() {
    return port;
  }

  /** What it says of its connections. */
  String log() {
    return process.err();
  }

  private static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void awaitStart() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (process.isAlive() && System.nanoTime() < end) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        pause();
      }
    }
    close();
    throw new AssertionError("stunnel does not start: " + process.err());
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
