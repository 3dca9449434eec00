package org.jrsync.interop.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Running;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServeTest {
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private final Scratch scratch = new Scratch();
  private Path folder;

  @BeforeEach
  void create() throws IOException {
    folder = scratch.folder("my files");
    Files.writeString(folder.resolve("a"), "some text\n".repeat(10_000));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/passwd"));
  }

  @AfterEach
  void end() {
    scratch.close();
  }

  private static Result refused(String... arguments) {
    List<String> words = new ArrayList<>(List.of("serve"));
    words.addAll(List.of(arguments));
    return Command.of(Jrsync.binary(), words).limit(Duration.ofSeconds(30)).run();
  }

  /** Serves as nobody where the test runs as root, pulls, and ends it with Ctrl-C. */
  @Test
  void anyUserCanServe() throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    Path program = Jrsync.binary();
    if (ROOT) {
      words.addAll(List.of("--reuid=65534", "--regid=65534", "--clear-groups", program.toString()));
      program = Path.of("/usr/bin/setpriv");
    }
    words.addAll(List.of("serve", "--port=0", folder.toString()));
    Process server = Command.of(program, words).start();
    try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8)) {
      String first = lines.readLine();
      assertThat(first).startsWith("Serving " + folder + " (read only) at rsync://127.0.0.1:");
      String url = first.substring(first.indexOf("rsync://"));
      assertThat(url).endsWith("/files/");
      Path copy = scratch.folder("copy");
      // Compressed: the codec's library must load without a place to unpack it.
      Command.of(Peers.NEWEST.orSkip().binary(), "-rltz", url, copy + "/").run().expectSuccess();
      assertThat(copy.resolve("a")).hasSameTextualContentAs(folder.resolve("a"));
      assertThat(Files.readSymbolicLink(copy.resolve("link"))).isEqualTo(Path.of("/etc/passwd"));
      Result push = Command.of(Peers.NEWEST.orSkip().binary(), "-r", copy + "/", url).run();
      assertThat(push.exitCode()).isNotZero();
      Running.signal(server.pid(), "INT");
      assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isZero();
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  @Test
  void namesThatNoCommandCanCarryAreRefused() {
    assertThat(refused("").err()).contains("an empty name is no directory");
    assertThat(refused("--name", "my mod", folder.toString()).err())
        .contains("not a module's name");
    assertThat(refused(scratch.path().resolve("none").toString()).exitCode()).isEqualTo(3);
  }

  @Test
  void compressionNeedsNoFolderForTemporaryFiles() {
    Command.of(Jrsync.binary(), "-rz", "--no-whole-file", folder + "/", scratch.path() + "/copy/")
        .env("JRSYNC_JAVA_OPTIONS", "-Djava.io.tmpdir=" + scratch.path().resolve("none"))
        .run()
        .expectSuccess();
  }

  /** A line of the log that quotes a client is not one about a mistake of the program's. */
  @Test
  void whatClientsSendDoesNotReachTheTerminalRaw() throws IOException, InterruptedException {
    Command command = Command.of(Jrsync.binary(), "serve", "--port=0", folder.toString());
    Process server = command.start();
    try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8);
        BufferedReader errors = server.errorReader(StandardCharsets.UTF_8)) {
      String first = lines.readLine();
      String url = first.substring(first.indexOf("rsync://"));
      String port = url.substring(url.lastIndexOf(':') + 1, url.lastIndexOf("/files/"));
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
        client.setSoTimeout(20_000);
        String said = "@RSYNCD: 31.0 md5\ninternal error \033[31m\n";
        client.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
        client.getInputStream().readAllBytes();
      }
      Path copy = scratch.folder("copy");
      Command.of(Jrsync.binary(), "-r", url + "no\033[31m", copy + "/").run();
      Running.signal(server.pid(), "INT");
      assertThat(lines.lines()).contains("Stopped.").noneMatch(line -> line.indexOf(27) >= 0);
      assertThat(errors.lines()).isEmpty();
    } finally {
      server.destroyForcibly().waitFor();
    }
  }
}
