package org.jrsync.interop.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Local copies by somebody who may not do everything: what fails, fails alone and safely. */
class UnreadableSourceTest {
  private static final String NOBODY = "65534";

  private final boolean root = "root".equals(System.getProperty("user.name"));
  private final Scratch scratch = new Scratch();
  private Path source;
  private Path copy;

  @BeforeEach
  void create() throws IOException {
    source = scratch.folder("source");
    copy = scratch.folder("copy");
    chown(copy);
  }

  @AfterEach
  void end() {
    scratch.close();
  }

  private void chown(Path path) {
    if (root) {
      Command.of(Path.of("/bin/chown"), "-R", NOBODY + ":" + NOBODY, path.toString())
          .run()
          .expectSuccess();
    }
  }

  /** Runs jrsync as nobody where the test runs as root. */
  private Result copy(String... options) {
    List<String> words = new ArrayList<>();
    Path program = Jrsync.binary();
    if (root) {
      words.addAll(
          List.of("--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", program.toString()));
      program = Path.of("/usr/bin/setpriv");
    }
    words.addAll(List.of(options));
    words.addAll(List.of(source + "/", copy + "/"));
    return Command.of(program, words).limit(Duration.ofSeconds(60)).run();
  }

  @Test
  void folderThatCannotBeListedStopsDeletions() throws IOException {
    Path hidden = Files.createDirectories(source.resolve("a/b/c"));
    Files.writeString(hidden.resolve("h"), "h");
    Files.writeString(source.resolve("f"), "f");
    chown(source);
    copy("-r").expectSuccess();
    Files.writeString(copy.resolve("extra"), "extra");
    chown(copy);
    Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("---------"));
    Result result = copy("-r", "--delete");
    Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(result.exitCode()).isEqualTo(23);
    assertThat(copy.resolve("a/b/c/h")).as("below the unreadable folder").exists();
    assertThat(result.err() + result.out())
        .contains("IO error encountered -- skipping file deletion");
  }

  @Test
  void groupThatMayNotBeGivenIsLeftForEveryHardLink() throws IOException {
    Path first = Files.writeString(source.resolve("x"), "x");
    Files.createLink(source.resolve("y"), first);
    Files.createLink(source.resolve("z"), first);
    Result result = copy("-aH");
    assertThat(result.err()).doesNotContain("chgrp");
    result.expectSuccess();
    assertThat(Files.isSameFile(copy.resolve("x"), copy.resolve("z"))).isTrue();
  }

  @Test
  void hardLinkThatCannotBeMadeDoesNotHoldTheOthers() throws IOException {
    Path first = Files.writeString(source.resolve("x"), "x");
    Files.createLink(source.resolve("y"), first);
    Files.createDirectories(copy.resolve("y"));
    Files.writeString(copy.resolve("y/keep"), "keep");
    chown(copy);
    Result result = copy("-aH");
    assertThat(result.exitCode()).isEqualTo(23);
    assertThat(copy.resolve("x")).hasContent("x");
    assertThat(copy.resolve("y/keep")).hasContent("keep");
  }
}
