package org.jrsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client prints where something goes wrong; the texts are rsync 3.5.1's. */
class ClientMessagesTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Console console = new Console(out, out);
  private String source = "";
  private String copy = "";

  @BeforeEach
  void create() throws IOException {
    source = Files.createDirectories(folder.resolve("source")) + "/";
    copy = Files.createDirectories(folder.resolve("copy")) + "/";
    Files.writeString(folder.resolve("source/a"), "content");
  }

  private int run(String... words) {
    return InProcess.run(console, words);
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.ISO_8859_1).lines().toList();
  }

  @Test
  void aRemoteShellThatEndsAtOnceHasClosedTheConnection() {
    assertThat(run("-a", "-e", "sh -c 'exit 3'", source, "host:copy/")).isEqualTo(12);
    assertThat(lines()).hasSize(2);
    assertThat(lines().getFirst())
        .isEqualTo("rsync: connection unexpectedly closed (0 bytes received so far) [sender]");
    out.reset();
    assertThat(run("-a", "-s", "-e", "sh -c 'exit 3'", "host:source/", copy)).isEqualTo(12);
    assertThat(lines().getFirst())
        .isEqualTo("rsync: connection unexpectedly closed (0 bytes received so far) [Receiver]");
    out.reset();
    assertThat(run("-a", "-e", "sh -c 'exit 3'", source, "host::copy/")).isEqualTo(5);
    assertThat(lines().getFirst()).isEqualTo("rsync: did not see server greeting");
  }

  @Test
  void aMissingRemoteProgramShowsInTheExitCode() {
    assertThat(run("-a", "-e", "sh -c 'exit 127'", source, "host:copy/")).isEqualTo(127);
    assertThat(lines().getFirst())
        .isEqualTo("rsync: connection unexpectedly closed (0 bytes received so far) [sender]");
    assertThat(lines().getLast()).startsWith("rsync error: remote command not found (code 127)");
  }

  @Test
  void aShellThatPrintsIsToldInTwoLines() {
    assertThat(run("-a", "-e", "sh -c 'echo hi there; exec cat'", source, "host:copy/"))
        .isEqualTo(2);
    assertThat(lines())
        .startsWith(
            "protocol version mismatch -- is your shell clean?",
            "(see the rsync manpage for an explanation)")
        .hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"0, 6, -t", "0, 6, -n", "1, 5, -t", "1, 5, -n", "2, 4, -t", "3, 3, -t", "5, 2, -t"})
  void deletionsThatTheLimitStopsAreCountedWithTheDirectoriesInside(
      int limit, int skipped, String option) throws IOException {
    for (String directory : List.of("x/y/z", "w")) {
      Files.createDirectories(folder.resolve("copy").resolve(directory));
    }
    for (String file : List.of("extra", "x/y/z/f", "x/g", "w/h")) {
      Files.writeString(folder.resolve("copy").resolve(file), "old");
    }
    assertThat(run("-r", option, "--delete", "--max-delete=" + limit, source, copy)).isEqualTo(25);
    assertThat(lines())
        .contains("Deletions stopped due to --max-delete limit (" + skipped + " skipped)");
    try (Stream<Path> left = Files.walk(folder.resolve("copy"))) {
      assertThat(left).hasSizeGreaterThan(3);
    }
  }
}
