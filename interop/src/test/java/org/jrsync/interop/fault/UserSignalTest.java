package org.jrsync.interop.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Running;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.Test;

/** SIGUSR1 ends a client as rsync's: with exit code 19, its reason, and nothing left behind. */
class UserSignalTest {

  @Test
  void endsTheRunAndLeavesNoTemporaryFile() throws Exception {
    try (var scratch = new Scratch()) {
      Path source = scratch.folder("source");
      Path copy = scratch.folder("copy");
      Files.write(source.resolve("big"), new byte[8 << 20]);
      Command command =
          Command.of(Jrsync.binary(), "-a", "--bwlimit=200", source + "/", copy + "/");
      try (var running = Running.start(scratch, command)) {
        Instant end = Instant.now().plusSeconds(60);
        while (names(copy).isEmpty()) {
          assertThat(Instant.now()).as("no file has begun").isBefore(end);
          Thread.sleep(20);
        }
        Running.signal(running.pid(), "USR1");
        Result result = running.await(Duration.ofSeconds(30));
        assertThat(result.exitCode()).isEqualTo(19);
        assertThat(result.err())
            .matches("rsync error: received SIGUSR1 \\(code 19\\) at .* \\[sender=.*\\]\n");
        assertThat(names(copy)).isEmpty();
      }
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }
}
