package org.jrsync.interop.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A client that cannot go on ends the server that it has started by a signal, and what became of
 * that is not its own exit code.
 */
class OwnFaultTest {
  /** A remote shell that becomes the server, so that a signal to it is one to the server. */
  private static final String SHELL =
      """
      #!/bin/sh
      while :; do case "$1" in -*) shift ;; *) break ;; esac; done
      shift
      eval "exec $*"
      """;

  private static final Duration SOON = Duration.ofSeconds(20);

  /**
   * Who takes part.
   *
   * @param ourClient whether the client is ours, or the server
   */
  record Way(boolean ourClient, int protocol) {}

  static Stream<Way> ways() {
    return Stream.of(true, false)
        .flatMap(ours -> Stream.of(29, 30, 31, 33).map(version -> new Way(ours, version)));
  }

  private static Result pull(Scratch scratch, Way way, String destination) {
    Path real = Peers.NEWEST.orSkip().binary();
    List<String> words = new ArrayList<>(List.of("-a", "--protocol=" + way.protocol(), "-e"));
    words.add(scratch.script("shell", SHELL).toString());
    words.add("--rsync-path=" + (way.ourClient() ? real : Jrsync.binary()));
    words.add("host:" + scratch.path().resolve("src") + "/");
    words.add(scratch.path().resolve(destination).toString());
    return Command.of(way.ourClient() ? Jrsync.binary() : real, words).limit(SOON).run();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void destinationThatCannotBeMade(Way way) throws Exception {
    try (Scratch scratch = new Scratch()) {
      Files.write(scratch.folder("src").resolve("big"), new byte[3_000_000]);
      Result result = pull(scratch, way, "missing/too/");
      assertThat(result.exitCode()).as(result.toString()).isEqualTo(11);
      assertThat(result.err())
          .contains("[Receiver] mkdir ", "error in file IO (code 11)")
          .doesNotContain("unexpectedly closed", "write error", "Exception");
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void destinationBelowAFile(Way way) throws Exception {
    try (Scratch scratch = new Scratch()) {
      Files.write(scratch.folder("src").resolve("big"), new byte[3_000_000]);
      scratch.file("file", "x");
      Result result = pull(scratch, way, "file/x");
      assertThat(result.exitCode()).as(result.toString()).isEqualTo(3);
      assertThat(result.err())
          .contains("cannot stat destination")
          .doesNotContain("unexpectedly closed", "write error", "Exception");
    }
  }
}
