package org.jrsync.interop.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Running;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals to one of the two sides of a transfer through a remote shell. */
class ShellSignalTest {
  /** Becomes the server, which then gets the client's signals itself. */
  private static final String SHELL = "#!/bin/sh\nshift\ncd / || exit 1\nexec \"$@\"\n";

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Scratch scratch = new Scratch();
  private final Path source = scratch.folder("source");
  private final Path copy = scratch.folder("copy");
  private final Path numbers = scratch.folder("numbers");

  @BeforeEach
  void makeSource() throws IOException {
    Files.write(source.resolve("big"), new byte[8 << 20]);
  }

  @AfterEach
  void removeScratch() {
    scratch.close();
  }

  /** Transfers slowly; the server's process number is in {@code numbers/server}. */
  private Running start(Path client, Path server, boolean push) {
    Path wrapper =
        scratch.script(
            "server",
            "#!/bin/sh\necho $$ >'"
                + numbers
                + "/new'\nmv '"
                + numbers
                + "/new' '"
                + numbers
                + "/server'\nexec '"
                + server
                + "' \"$@\"\n");
    List<String> words =
        new ArrayList<>(
            List.of(
                "-a",
                "--bwlimit=200",
                "-e",
                scratch.script("shell", SHELL).toString(),
                "--rsync-path=" + wrapper));
    words.add(push ? source + "/" : "host:" + source + "/");
    words.add(push ? "host:" + copy + "/" : copy + "/");
    Running running = Running.start(scratch, Command.of(client, words));
    Instant end = Instant.now().plus(LIMIT);
    while (isEmpty(copy)) {
      assertThat(Instant.now()).as("no file has begun").isBefore(end);
      pause(20);
    }
    return running;
  }

  private static boolean isEmpty(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The client's exit code is that of the server that was ended. The system closes a process's
   * connections a moment before it tells its parent of the end, and a client that is scheduled just
   * then asks too early: some runs are allowed for.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aClientSeesTheEndOfItsServerAsThatServersExitCode(boolean push) throws IOException {
    Path client = Peers.NEWEST.orSkip().binary();
    List<Integer> codes = new ArrayList<>();
    while (codes.size() < 5 && !codes.contains(20)) {
      try (Running running = start(client, Jrsync.binary(), push)) {
        String server = Files.readString(numbers.resolve("server")).strip();
        Running.signal(Long.parseLong(server), "TERM");
        codes.add(running.await(LIMIT).exitCode());
      }
      try (Stream<Path> left = Files.list(copy)) {
        for (Path file : left.toList()) {
          Files.delete(file);
        }
      }
    }
    assertThat(codes).contains(20);
  }

  /** A server that is told to end does not complain of its client. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aServerIsToldToEndBeforeTheConnectionIsClosed(boolean push) throws IOException {
    Path server = Peers.NEWEST.orSkip().binary();
    try (Running running = start(Jrsync.binary(), server, push)) {
      Running.signal(running.pid(), "INT");
      Result result = running.await(LIMIT);
      pause(500); // The server ends by itself, and shares the standard error.
      assertThat(result.exitCode()).as(result.toString()).isEqualTo(20);
      assertThat(running.err()).contains("(code 20)").doesNotContain("(code 12)");
    }
  }
}
