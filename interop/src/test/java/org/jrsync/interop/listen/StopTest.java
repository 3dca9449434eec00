package org.jrsync.interop.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Running;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a daemon ends on a signal, with sessions in every phase. */
class StopTest {
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
  private static final Duration LONG = Duration.ofSeconds(40);

  private final Scratch scratch = new Scratch();
  private Path copy;

  @BeforeEach
  void create() throws IOException {
    byte[] noise = new byte[3_000_000];
    new Random(3).nextBytes(noise);
    Files.write(scratch.folder("src").resolve("noise"), noise);
    copy = scratch.folder("copy");
  }

  @AfterEach
  void end() {
    scratch.close();
  }

  private RsyncDaemon daemon(String globals) {
    return RsyncDaemon.startWith(
        Jrsync.binary(),
        scratch.folder("daemon"),
        globals
            + "reverse lookup = no\n"
            + Module.readOnly("src", scratch.folder("src")).section(ROOT));
  }

  /** A pull that takes so many seconds, once it is under way. */
  private Running pull(RsyncDaemon daemon, int seconds) throws InterruptedException {
    Running pull =
        Running.start(
            scratch,
            Command.of(
                Peers.NEWEST.orSkip().binary(),
                "-rt",
                "--bwlimit=" + 3000 / seconds,
                daemon.url("src/"),
                copy + "/"));
    for (int i = 0; i < 1_000 && !daemon.log().contains("rsync on src/"); i++) {
      Thread.sleep(20);
    }
    assertThat(daemon.log()).contains("rsync on src/");
    return pull;
  }

  private static Socket idle(RsyncDaemon daemon) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), daemon.port());
    socket.setSoTimeout(3_000);
    assertThat(socket.getInputStream().read()).isEqualTo('@');
    return socket;
  }

  private static void assertEnded(Socket socket) {
    try {
      socket.getInputStream().readAllBytes();
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("still connected", e);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  private static void assertTakesNobody(RsyncDaemon daemon) {
    assertThatThrownBy(() -> idle(daemon).close()).isInstanceOf(Throwable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"threads", "hybrid", "virtual"})
  void endsHandshakesAtOnceAndLetsTransfersFinish(String model) throws Exception {
    try (RsyncDaemon daemon = daemon("listener = " + model + "\nshutdown grace = 30\n");
        Socket idle = idle(daemon);
        Running pull = pull(daemon, 3)) {
      Running.signal(daemon.pid(), "TERM");
      assertEnded(idle);
      assertTakesNobody(daemon);
      pull.await(LONG).expectSuccess();
      assertThat(daemon.awaitExit(LONG)).isZero();
      assertThat(copy.resolve("noise"))
          .hasSameBinaryContentAs(scratch.folder("src").resolve("noise"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"threads", "hybrid", "virtual"})
  void aSecondSignalEndsThePatience(String model) throws Exception {
    try (RsyncDaemon daemon = daemon("listener = " + model + "\nshutdown grace = 600\n");
        Running pull = pull(daemon, 60)) {
      Running.signal(daemon.pid(), "TERM");
      Thread.sleep(300);
      assertThat(daemon.running()).isTrue();
      Running.signal(daemon.pid(), "TERM");
      assertThat(daemon.awaitExit(Duration.ofSeconds(15))).isZero();
      assertThat(pull.await(LONG).exitCode()).isNotZero();
    }
  }

  @Test
  void theGraceIsOverInTime() throws Exception {
    try (RsyncDaemon daemon = daemon("shutdown grace = 1\n");
        Running pull = pull(daemon, 60)) {
      Running.signal(daemon.pid(), "INT");
      assertThat(daemon.awaitExit(Duration.ofSeconds(15))).isEqualTo(20);
      assertThat(pull.await(LONG).exitCode()).isNotZero();
    }
  }

  @Test
  void drainsWithoutALimit() throws Exception {
    try (RsyncDaemon daemon = daemon("shutdown grace = 1\n");
        Running pull = pull(daemon, 4)) {
      Running.signal(daemon.pid(), "USR1");
      pull.await(LONG).expectSuccess();
      assertThat(daemon.awaitExit(LONG)).isZero();
      assertTakesNobody(daemon);
    }
  }
}
