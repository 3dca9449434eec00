package org.jrsync.interop.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Running;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that gets a signal while it waits for a daemon, or for a password. */
@Execution(ExecutionMode.CONCURRENT)
class SignalTest {
  private static final Duration SOON = Duration.ofSeconds(6);

  private static final Duration AT_ONCE = Duration.ofMillis(1400);

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP", "USR1"})
  void endsTheWaitForAGreeting(String signal) throws IOException {
    expectEnd(signal, "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "USR1"})
  void endsTheWaitForAPassword(String signal) throws IOException {
    expectEnd(signal, "@RSYNCD: 31.0 md5 md4\n@RSYNCD: AUTHREQD challenge\n");
  }

  private static void expectEnd(String signal, String said) throws IOException {
    try (Scratch scratch = new Scratch();
        ServerSocket daemon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // The pipe never has a password in it.
      String script =
          "mkfifo pw; exec <>pw \"$1\" -a --password-file=- rsync://127.0.0.1:$2/m/ to/";
      Command command =
          Command.of(
                  "/bin/sh",
                  "-c",
                  script,
                  "sh",
                  Jrsync.binary().toString(),
                  Integer.toString(daemon.getLocalPort()))
              .in(scratch.path());
      daemon.setSoTimeout(30_000);
      try (Running client = Running.start(scratch, command);
          Socket socket = daemon.accept()) {
        socket.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
        socket.setSoTimeout(30_000);
        awaitLine(socket);
        if (!said.isEmpty()) {
          awaitLine(socket);
          pause(500);
        }
        long start = System.nanoTime();
        Running.signal(client.pid(), signal);
        Result result = client.await(SOON);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
        boolean user = signal.equals("USR1");
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(user ? 19 : 20);
        String reason = user ? "SIGUSR1 (code 19)" : "SIGINT, SIGTERM, or SIGHUP (code 20)";
        assertThat(result.err())
            .startsWith("rsync error: received " + reason + " at ")
            .containsOnlyOnce("\n");
      }
    }
  }

  private static void awaitLine(Socket socket) throws IOException {
    int b;
    do {
      b = socket.getInputStream().read();
    } while (b != '\n' && b >= 0);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
