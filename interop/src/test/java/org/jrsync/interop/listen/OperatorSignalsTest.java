package org.jrsync.interop.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Running;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators ask of a running daemon by USR2 and HUP. */
class OperatorSignalsTest {
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private final Scratch scratch = new Scratch();

  @AfterEach
  void end() {
    scratch.close();
  }

  private RsyncDaemon daemon(String model) throws IOException {
    Files.writeString(scratch.folder("src").resolve("file"), "some text");
    return RsyncDaemon.startWith(
        Jrsync.binary(),
        scratch.folder("daemon"),
        "reverse lookup = no\nlistener = "
            + model
            + "\n"
            + Module.readOnly("src", scratch.folder("src")).section(ROOT));
  }

  private void pull(RsyncDaemon daemon) throws Exception {
    try (Running pull =
        Running.start(
            scratch,
            Command.of(
                Peers.NEWEST.orSkip().binary(),
                "-rt",
                daemon.url("src/"),
                scratch.folder("copy") + "/"))) {
      pull.await(Duration.ofSeconds(30)).expectSuccess();
    }
  }

  private static void awaitText(Path file, String text) throws Exception {
    for (int i = 0; i < 500 && !(Files.exists(file) && read(file).contains(text)); i++) {
      Thread.sleep(20);
    }
    assertThat(read(file)).contains(text);
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"threads", "hybrid", "virtual"})
  void reportsItsSessions(String model) throws Exception {
    try (RsyncDaemon daemon = daemon(model);
        Socket idle = new Socket(InetAddress.getLoopbackAddress(), daemon.port())) {
      assertThat(idle.getInputStream().read()).isEqualTo('@');
      pull(daemon);
      Path log = scratch.folder("daemon").resolve("rsyncd.log");
      // The session's end follows the client's by a moment.
      String served = "served 1, failed 0, listed 0, left 1, refused 0, accept failures 0";
      for (int i = 0; i < 50 && !read(log).contains(served); i++) {
        Running.signal(daemon.pid(), "USR2");
        Thread.sleep(100);
      }

      // The first connection of all was the test's own look whether the daemon listens.
      assertThat(read(log))
          .containsPattern(
              "status: up \\d+ s, active 1 \\(handshake 1, queued 0, transfer 0\\), accepted 3, "
                  + served)
          .containsPattern(
              "status: module src: active 0, served 1, failed 0,"
                  + " sent [1-9]\\d+ bytes, received [1-9]\\d+ bytes")
          .containsPattern(
              "status: seconds p50/p99/max: start delay 0\\.\\d{6}/\\d+\\.\\d{6}/\\d+\\.\\d{6},"
                  + " handshake 0\\.");
    }
  }

  @Test
  void hupBeginsANewLogWhereTheOldOneWasMovedAway() throws Exception {
    try (RsyncDaemon daemon = daemon("threads")) {
      Path log = scratch.folder("daemon").resolve("rsyncd.log");
      Path old = Files.move(log, log.resolveSibling("rsyncd.log.1"));
      Running.signal(daemon.pid(), "HUP");
      for (int i = 0; i < 500 && !Files.exists(log); i++) {
        Thread.sleep(20);
      }
      assertThat(log).exists();
      String before = read(old);
      pull(daemon);
      awaitText(log, "rsync on src/");
      assertThat(read(old)).isEqualTo(before);
    }
  }

  @Test
  void hupTakesAChangedConfigurationUpAndTellsOfABadOne() throws Exception {
    try (RsyncDaemon daemon = daemon("threads")) {
      Path config = scratch.folder("daemon").resolve("rsyncd.conf");
      String good = read(config);
      Files.writeString(config, good + "[broken\n");
      Running.signal(daemon.pid(), "HUP");
      awaitText(scratch.folder("daemon").resolve("rsyncd.log"), "configuration not changed: ");
      pull(daemon);
      Files.writeString(config, good.replace("[src]", "[other]"));
      Running.signal(daemon.pid(), "HUP");
      try (Socket list = new Socket(InetAddress.getLoopbackAddress(), daemon.port())) {
        list.getOutputStream()
            .write("@RSYNCD: 31.0\n#list\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(new String(list.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
            .contains("other");
      }
    }
  }
}
