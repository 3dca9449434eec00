package org.jrsync.interop.operator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.RemoteShell;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links in the operator's paths are followed as rsync 3.5.1 does, which runs the same tests. */
@Execution(ExecutionMode.CONCURRENT)
class OperatorPathTest {
  private static final String REFUSED = "refusing to follow a symlink owned by an untrusted user";

  private final Scratch scratch = new Scratch();
  private final Disk disk = new Disk(scratch.path());

  @BeforeEach
  void makeTrees() {
    disk.folder(Name.of("src"), 0755);
    disk.file(Name.of("src/f"), 0644, "content".getBytes(US_ASCII));
    disk.folder(Name.of("real"), 0755);
    disk.folder(Name.of("dst"), 0755);
    disk.symlink("real".getBytes(US_ASCII), Name.of("own"));
    if (Strangers.canBeMade()) {
      Strangers.link(disk, "real", "foreign");
    }
  }

  @AfterEach
  void removeScratch() {
    scratch.close();
  }

  private Result run(Program program, String... arguments) {
    List<String> words = new ArrayList<>(List.of("-a"));
    words.addAll(List.of(arguments));
    return Command.of(program.binary(), words)
        .in(scratch.path())
        .limit(Duration.ofSeconds(20))
        .run();
  }

  @ParameterizedTest
  @EnumSource(Program.class)
  void destinationsAreNotReachedThroughLinksOfStrangers(Program program) {
    Strangers.needed();
    String shell = RemoteShell.create(scratch).toString();
    String there = "--rsync-path=" + program.binary();
    for (String name : List.of("foreign/", "foreign", "foreign/new", "foreign/new/")) {
      Result local = run(program, "src/f", name);
      Result remote =
          run(
              program,
              "-e",
              shell,
              there,
              "src/f",
              "host:" + scratch.path().resolve("x").resolveSibling(name));
      for (Result result : List.of(local, remote)) {
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(3);
        assertThat(result.err())
            .containsOnlyOnce(REFUSED)
            .contains("change_dir#", "failed: Too many levels of symbolic links (40)");
      }
    }
    // What an argument with a slash creates is made before the rule is asked.
    assertThat(disk.list(Name.of("real"))).containsExactly(Name.of("new"));
    assertThat(disk.list(Name.of("real/new"))).isEmpty();
    run(program, "src/f", "own/").expectSuccess();
    assertThat(disk.stat(Name.of("real/f"))).isPresent();
  }

  @ParameterizedTest
  @EnumSource(Program.class)
  void directoriesAreNotMadeBehindALinkOfAStranger(Program program) {
    Strangers.needed();
    disk.folder(Name.of("top"), 0755);
    disk.folder(Name.of("top/sub"), 0755);
    Strangers.link(disk, scratch.path().resolve("real").toString(), "top/sub/foreign");
    for (String name : List.of("top/sub/foreign/a/b/", "top/sub/foreign/a/b")) {
      Result result = run(program, "--mkpath", "src/f", name);
      assertThat(result.exitCode()).as(result.toString()).isEqualTo(11);
      assertThat(result.err())
          .contains("mkdir \"", name + "\" failed: Too many levels of symbolic links (40)");
      assertThat(disk.list(Name.of("real"))).isEmpty();
    }
    disk.symlink("../../real".getBytes(US_ASCII), Name.of("top/sub/own"));
    run(program, "--mkpath", "src/f", "top/sub/own/a/b/").expectSuccess();
    assertThat(disk.stat(Name.of("real/a/b/f"))).isPresent();
  }

  /** Neither files nor links are kept there, and no directory is removed to make room. */
  @ParameterizedTest
  @EnumSource(Program.class)
  void backupsAreNotKeptBehindALinkOfAStranger(Program program) {
    Strangers.needed();
    disk.folder(Name.of("real/f"), 0755);
    disk.folder(Name.of("real/link"), 0755);
    disk.symlink("one".getBytes(US_ASCII), Name.of("src/link"));
    for (String option : List.of("foreign", "../foreign", "foreign/new")) {
      disk.file(Name.of("dst/f"), 0644, "old".getBytes(US_ASCII));
      disk.symlink("other".getBytes(US_ASCII), Name.of("dst/link"));
      String directory = option.startsWith(".") ? option : scratch.path() + "/" + option;
      Result result = run(program, "-I", "--backup-dir=" + directory, "src/", "dst/");
      assertThat(result.exitCode()).as(result.toString()).isIn(11, 23);
      assertThat(disk.list(Name.of("real")))
          .as(result.toString())
          .containsExactly(Name.of("f"), Name.of("link"));
      assertThat(disk.list(Name.of("real/f"))).isEmpty();
      disk.unlink(Name.of("dst/f"));
      disk.unlink(Name.of("dst/link"));
    }
    disk.file(Name.of("dst/f"), 0644, "old".getBytes(US_ASCII));
    run(program, "-I", "--backup-dir=" + scratch.path() + "/own", "src/", "dst/").expectSuccess();
    assertThat(disk.read(Name.of("real/f"), 0, 9)).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(Program.class)
  void partialFilesBehindALinkOfAStrangerAreNotUsed(Program program) {
    Strangers.needed();
    disk.file(Name.of("real/f"), 0600, "cont".getBytes(US_ASCII));
    String option = "--partial-dir=" + scratch.path().resolve("foreign");
    Result result = run(program, option, "src/", "dst/").expectSuccess();
    assertThat(result.err()).contains(REFUSED);
    assertThat(disk.read(Name.of("real/f"), 0, 9)).hasSize(4);
    assertThat(disk.read(Name.of("dst/f"), 0, 9)).hasSize(7);
    // Behind a link of one's own they are, and gone then.
    disk.unlink(Name.of("dst/f"));
    run(program, "--partial-dir=" + scratch.path().resolve("own"), "src/", "dst/").expectSuccess();
    assertThat(disk.stat(Name.of("real/f"))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Program.class)
  void partialDirectoriesThatCannotBeHadAreNoError(Program program) {
    disk.symlink("loop".getBytes(US_ASCII), Name.of("loop"));
    for (String name : List.of("src/f", "src/f/more", "no/such", "loop")) {
      Result result = run(program, "--partial-dir=" + scratch.path().resolve(name), "src/", "dst/");
      assertThat(result.expectSuccess().err()).isEmpty();
      assertThat(disk.read(Name.of("dst/f"), 0, 9)).hasSize(7);
      disk.unlink(Name.of("dst/f"));
    }
  }

  /** A server's standard input is the connection, which no option makes a file of rules. */
  @ParameterizedTest
  @ValueSource(strings = {"--exclude-from=-", "--filter='merge -'"})
  void aServersDashIsAName(String option) {
    Result result =
        run(
            Program.OURS,
            "-e",
            RemoteShell.create(scratch).toString(),
            "--rsync-path=" + Jrsync.binary() + " " + option,
            "src/",
            "host:" + scratch.path().resolve("dst"));
    assertThat(result.exitCode()).as(result.toString()).isIn(11, 12);
    assertThat(result.err())
        .contains("failed to open exclude file -: No such file or directory (2)");
  }

  @ParameterizedTest
  @EnumSource(Program.class)
  void directoriesOfAModuleMayBeNamedByTheirLinks(Program program) {
    disk.folder(Name.of("m"), 0755);
    disk.folder(Name.of("m/real"), 0755);
    disk.file(Name.of("m/real/old"), 0644, "old".getBytes(US_ASCII));
    disk.symlink("real".getBytes(US_ASCII), Name.of("m/link"));
    Path served = scratch.path().resolve("m");
    Path client = Peers.NEWEST.orSkip().binary();
    List<Module> modules =
        List.of(
            Module.writable("plain", served, "use chroot = no", "munge symlinks = no"),
            Module.writable("rooted", served));
    try (RsyncDaemon daemon =
        RsyncDaemon.start(program.binary(), scratch.folder("daemon"), modules)) {
      for (Module module : modules) {
        String link = daemon.url(module.name() + "/link/");
        Result pull = Command.of(client, "-aii", link, "dst/").in(scratch.path()).run();
        assertThat(pull.expectSuccess().out()).contains(">f+++++++++ old");
        Result push = Command.of(client, "-aii", "--delete", "src/", link).in(scratch.path()).run();
        assertThat(push.expectSuccess().out()).contains("*deleting   old", "<f+++++++++ f");
        assertThat(disk.list(Name.of("m/real"))).containsExactly(Name.of("f"));
        assertThat(disk.stat(Name.of("m/link")).orElseThrow().isSymlink()).isTrue();
        disk.unlink(Name.of("m/real/f"));
        disk.unlink(Name.of("dst/old"));
        disk.file(Name.of("m/real/old"), 0644, "old".getBytes(US_ASCII));
      }
    }
  }
}
