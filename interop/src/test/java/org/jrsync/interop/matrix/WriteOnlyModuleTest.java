package org.jrsync.interop.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that may only write learns nothing of what is in a module's files. */
class WriteOnlyModuleTest {
  private final Scratch scratch = new Scratch();
  private final Path source = scratch.folder("source");
  private final Path served = scratch.folder("served");
  private RsyncDaemon daemon;

  @BeforeEach
  void serve() throws IOException {
    Files.writeString(served.resolve("list"), "secret\n");
    Files.writeString(served.resolve("secret"), "kept\n");
    Path rules = Files.writeString(scratch.path().resolve("rules"), "operators\n");
    Files.writeString(served.resolve("operators"), "kept\n");
    Files.writeString(source.resolve("x"), "new\n");
    Module module = Module.writable("m", served, "write only = yes", "exclude from = " + rules);
    daemon = RsyncDaemon.start(Jrsync.binary(), scratch.folder("daemon"), List.of(module));
  }

  @AfterEach
  void end() {
    daemon.close();
    scratch.close();
  }

  private Result push(String... words) {
    return Command.of(Peers.NEWEST.orSkip().binary(), words).in(source).run();
  }

  @Test
  void listsOfNamesAreNotReadThere() {
    Result result = push("-r", "--files-from=:/list", "./", daemon.url("m/"));
    assertThat(result.err())
        .contains("ERROR: module is write only: it cannot read a remote --files-from path")
        .doesNotContain("secret");
    assertThat(result.exitCode()).isNotZero();
  }

  @Test
  void ruleFilesThatAClientNamesAreNotReadThere() {
    for (String rule : List.of("--filter=:- list", "--filter=: .rsync-filter")) {
      Result result = push("-rv", "--delete", rule, "./", daemon.url("m/"));
      assertThat(result.err())
          .as(rule)
          .contains("ERROR: a write-only server cannot read the rule file \"");
      assertThat(result.exitCode()).as(rule).isNotZero();
      assertThat(served.resolve("secret")).as(rule).exists();
    }
    for (String option : List.of("--exclude-from=/list", "--filter=._/list")) {
      Result result = push("-rv", "-M" + option, "./", daemon.url("m/"));
      assertThat(result.err())
          .as(option)
          .contains("ERROR: a write-only server cannot read the rule file \"/list\"");
      assertThat(served.resolve("x")).as(option).doesNotExist();
    }
  }

  @Test
  void otherRulesAndThoseOfCvsAndOfTheModuleHold() throws IOException {
    push("-rC", "--delete", "--exclude=/list", "./", daemon.url("m/")).expectSuccess();
    assertThat(served.resolve("x")).exists();
    assertThat(served.resolve("list")).exists();
    assertThat(served.resolve("operators")).exists();
    assertThat(served.resolve("secret")).doesNotExist();
    Files.writeString(source.resolve("operators"), "new\n");
    push("-r", "./", daemon.url("m/"));
    assertThat(served.resolve("operators")).hasContent("kept\n");
  }
}
