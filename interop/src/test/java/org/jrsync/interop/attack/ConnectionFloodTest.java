package org.jrsync.interop.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One host with thousands of connections, each of which greets a byte at a time. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
class ConnectionFloodTest {
  private static final int CONNECTIONS = 2_000;
  private static final int OF_ONE_HOST = 100;
  private static final int HANDSHAKE_SECONDS = 6;
  private static final String SLOW_GREETING = "@RSYNCD: 31.0";

  private final Scratch scratch = new Scratch();
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void end() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    scratch.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"threads", "hybrid", "virtual"})
  void othersAreServed(String model) throws Exception {
    Path data = scratch.folder("data");
    new Disk(data).file(Name.of("file"), 0644, new byte[100_000]);
    String limits =
        "listener = "
            + model
            + "\nmax connections per host = "
            + OF_ONE_HOST
            + "\nhandshake timeout = "
            + HANDSHAKE_SECONDS
            + "\nreverse lookup = no\n";
    try (RsyncDaemon daemon =
        RsyncDaemon.startWith(
            Jrsync.binary(),
            scratch.folder("daemon"),
            limits
                + Module.readOnly("data", data)
                    .section("root".equals(System.getProperty("user.name"))))) {
      long begin = System.nanoTime();
      for (int i = 0; i < CONNECTIONS; i++) {
        sockets.add(new Socket(InetAddress.getLoopbackAddress(), daemon.port()));
      }
      for (int i = 0; i < SLOW_GREETING.length(); i++) {
        say(SLOW_GREETING.charAt(i));
        pull(daemon, i);
        Thread.sleep(HANDSHAKE_SECONDS * 1_000 / SLOW_GREETING.length());
      }
      assertThat(ProcessUse.of(daemon.pid()).mostMib()).isLessThan(200);
      assertThat(ProcessUse.of(daemon.pid()).processorSeconds()).isLessThan(20);
      // Of those that had a place, or were to be told in turn, none keeps it by a trickle of bytes.
      waitFor(daemon, "max connections per host", CONNECTIONS - 2 * OF_ONE_HOST);
      waitFor(daemon, "handshake timeout reached by 127.0.0.1", 1);
      System.out.printf("%s: %.1f s%n", model, (System.nanoTime() - begin) / 1e9);
      Command.of(
              Peers.PACKAGED.orSkip().binary(),
              List.of("-r", daemon.url("data/"), scratch.folder("after") + "/"))
          .limit(Duration.ofSeconds(30))
          .run()
          .expectSuccess();
    }
  }

  private static void waitFor(RsyncDaemon daemon, String line, int count)
      throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (count(daemon, line) < count && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    assertThat(count(daemon, line)).as(line).isGreaterThanOrEqualTo(count);
  }

  private static long count(RsyncDaemon daemon, String line) {
    return daemon.log().lines().filter(logged -> logged.contains(line)).count();
  }

  /** On those that are still there. */
  private void say(char c) {
    for (Socket socket : sockets) {
      try {
        socket.getOutputStream().write(c);
      } catch (IOException e) {
        // It has been refused.
      }
    }
  }

  /** As another host. */
  private void pull(RsyncDaemon daemon, int number) {
    Command.of(
            Peers.PACKAGED.orSkip().binary(),
            List.of(
                "-r",
                "--address=127.0.0.2",
                daemon.url("data/"),
                scratch.folder("c" + number) + "/"))
        .limit(Duration.ofSeconds(30))
        .run()
        .expectSuccess();
  }
}
