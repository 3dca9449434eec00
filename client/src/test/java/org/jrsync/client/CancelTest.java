package org.jrsync.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Rsync#cancel} wherever a run may wait before its transfer, or after it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CancelTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  @TempDir Path folder;

  private Rsync.Builder to(String source) {
    return Rsync.builder().archive(true).source(source).destination(folder.resolve("to"));
  }

  /** Cancels a run a moment after the condition holds, and expects it to end soon. */
  private static void expectEnd(Rsync rsync, Condition waits) throws Exception {
    CompletableFuture<Result> result = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon(true)
        .start(() -> {
          try {
            result.complete(rsync.run());
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
    waits.await();
    Thread.sleep(200);
    assertThat(result).isNotDone();
    rsync.cancel();
    assertThat(result.get(SOON.toMillis(), TimeUnit.MILLISECONDS).exitCode()).isEqualTo(20);
  }

  private interface Condition {
    void await() throws Exception;
  }

  @Test
  void endsTheWaitForADaemonsGreeting() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Rsync rsync = to("rsync://127.0.0.1:" + silent.getLocalPort() + "/m/").build();
      Socket[] accepted = new Socket[1];
      expectEnd(rsync, () -> accepted[0] = silent.accept());
      accepted[0].close();
    }
  }

  @Test
  void endsTheWaitForADaemonsAnswer() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Rsync rsync = to("rsync://127.0.0.1:" + silent.getLocalPort() + "/m/").build();
      Socket[] accepted = new Socket[1];
      expectEnd(
          rsync,
          () -> {
            accepted[0] = silent.accept();
            byte[] greeting = "@RSYNCD: 31.0\n".getBytes(StandardCharsets.US_ASCII);
            accepted[0].getOutputStream().write(greeting);
          });
      accepted[0].close();
    }
  }

  @Test
  void endsTheWaitForAConnection() throws Exception {
    // Nobody accepts, and a full queue leaves further ones without an answer.
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
        Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
      assertThat(first.isConnected() && second.isConnected()).isTrue();
      expectEnd(to("rsync://127.0.0.1:" + full.getLocalPort() + "/m/").build(), () -> {});
    }
  }

  /** A shell that says nothing, and does not care that nothing is said to it any more. */
  @ParameterizedTest
  @ValueSource(strings = {"host:x/", "host::m/"})
  void endsTheWaitForAShellAndTheShell(String source) throws Exception {
    Path started = folder.resolve("started");
    Path ended = folder.resolve("ended");
    Path shell =
        Files.writeString(
            folder.resolve("shell"),
            """
            #!/bin/sh
            trap 'echo signal >%s; exit' USR1
            echo $$ >%s
            i=0
            while [ $i -lt 300 ]; do sleep 0.1; i=$((i + 1)); done
            """
                .formatted(ended, started));
    Files.setPosixFilePermissions(shell, PosixFilePermissions.fromString("rwxr-xr-x"));
    expectEnd(to(source).option("-e", shell.toString()).build(), () -> awaitFile(started));
    awaitFile(ended);
  }

  private static void awaitFile(Path file) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!Files.exists(file) && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertThat(file).exists();
  }
}
