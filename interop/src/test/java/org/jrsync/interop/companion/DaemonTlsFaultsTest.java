package org.jrsync.interop.companion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Running;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.process.Command;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of transfers over the daemon's own TLS that are damaged, cut or held up. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DaemonTlsFaultsTest {
  private static final int SIZE = 3_000_000;

  private final Scratch scratch = new Scratch();
  private final Certificates certificates = new Certificates(scratch);
  private final Path data = scratch.folder("data");

  @BeforeAll
  void prepare() throws IOException {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "needs openssl");
    byte[] large = new byte[SIZE];
    new Random(6).nextBytes(large);
    Files.write(data.resolve("large"), large);
    try (RandomAccessFile huge =
        new RandomAccessFile(scratch.folder("huge").resolve("holes").toFile(), "rw")) {
      huge.setLength(100_000_000);
    }
    Files.writeString(scratch.path().resolve("huge/small"), "small\n");
    certificates.authority("ca");
    certificates.issue("ca", "here", "rsa:2048", "DNS:localhost", 1);
  }

  @AfterAll
  void end() {
    scratch.close();
  }

  private TlsDaemon serve(String name, String more, Path served) throws IOException {
    return TlsDaemon.start(
        scratch, name, certificates.certificate("here"), certificates.key("here"), more, served);
  }

  private Command client(int port, String... arguments) {
    List<String> words = new ArrayList<>(List.of("ssl"));
    words.addAll(List.of(arguments));
    return Command.of(Jrsync.binary(), words)
        .env("RSYNC_SSL_PORT", "" + port)
        .env("RSYNC_SSL_CA_CERT", certificates.certificate("ca").toString())
        .limit(Duration.ofSeconds(30));
  }

  /** Passes one connection on, with a bit turned over far behind the handshake. */
  private static int damaging(int port) throws IOException {
    ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try (listening;
              Socket client = listening.accept();
              Socket daemon = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Thread back = Thread.ofPlatform().daemon().start(() -> copy(daemon, client, -1));
            copy(client, daemon, SIZE / 2);
            back.join();
          } catch (IOException | InterruptedException e) {
            // Either side has gone.
            return;
          }
        });
    return listening.getLocalPort();
  }

  private static void copy(Socket from, Socket to, long damaged) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      long done = 0;
      int n;
      while ((n = in.read(buffer)) > 0) {
        if (damaged >= done && damaged < done + n) {
          buffer[(int) (damaged - done)] ^= 1;
        }
        done += n;
        out.write(buffer, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // As above.
      return;
    }
  }

  private void assertNothingPlaced(TlsDaemon served) throws IOException {
    try (var names = Files.list(served.in())) {
      assertThat(names).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"threads", "hybrid", "virtual"})
  void aDamagedRecordEndsThatTransferAlone(String model) throws Exception {
    try (TlsDaemon served = serve("damage-" + model, "listener = " + model, data)) {
      assertThat(
              client(damaging(served.port()), "-rtO", data + "/", "rsync://localhost/in/")
                  .run()
                  .exitCode())
          .isNotZero();
      served.awaitFigures("served 0, failed 1, ");
      assertNothingPlaced(served);
      assertThat(served.log().lines())
          .filteredOn(line -> line.contains("read error"))
          .singleElement()
          .asString()
          .contains("Tag mismatch");
      assertThat(served.log()).doesNotContain("internal error");
      client(served.port(), "-rtO", data + "/", "rsync://localhost/in/").run().expectSuccess();
      served.awaitFigures("served 1, failed 1, ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"threads", "hybrid", "virtual"})
  void anEndInTheMidstIsNoWholeTransfer(String model) throws Exception {
    try (TlsDaemon served = serve("cut-" + model, "listener = " + model, data);
        Running push =
            Running.start(
                scratch,
                client(
                    served.port(), "-rtO", "--bwlimit=500", data + "/", "rsync://localhost/in/"))) {
      served.awaitLog("receiving file list");
      Thread.sleep(500);
      Running.signal(push.pid(), "KILL");
      served.awaitFigures("served 0, failed 1, ");
      assertNothingPlaced(served);
      assertThat(served.log()).doesNotContain("internal error");
    }
  }

  @Test
  void aClientThatTakesNothingLosesItsWorker() throws Exception {
    try (TlsDaemon served =
            serve(
                "stall",
                "listener = hybrid\ntransfer-worker-threads = 1\nstall limit = 1",
                scratch.path().resolve("huge"));
        Running pull =
            Running.start(
                scratch,
                client(
                    served.port(),
                    "-r",
                    "--whole-file",
                    "rsync://localhost/data/",
                    scratch.folder("stalled") + "/"))) {
      served.awaitLog("building file list");
      Running.signal(pull.pid(), "STOP");
      Path copy = scratch.folder("served");
      client(served.port(), "-r", "rsync://localhost/data/small", copy + "/").run().expectSuccess();
      assertThat(copy.resolve("small")).hasContent("small\n");
      Running.signal(pull.pid(), "KILL");
      served.awaitFigures("served 1, failed 1, ");
    }
  }
}
