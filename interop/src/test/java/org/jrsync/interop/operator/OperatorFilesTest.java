package org.jrsync.interop.operator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.jrsync.interop.tree.TreeCompare;
import org.jrsync.interop.tree.TreeSnapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that the operator names, and that lie behind links which another user has put there: they
 * are neither read nor written, by jrsync as by rsync 3.5.1, which runs the same tests.
 */
class OperatorFilesTest {
  private static final String REFUSED = "refusing to follow a symlink owned by an untrusted user";

  private final Scratch scratch = new Scratch();
  private final Disk disk = new Disk(scratch.path());
  private final Path hidden = scratch.path().resolve("private");

  @BeforeEach
  void makeFiles() throws IOException {
    Strangers.needed();
    disk.folder(Name.of("src"), 0755);
    disk.file(Name.of("src/f"), 0644, "content".getBytes(US_ASCII));
    disk.folder(Name.of("private"), 0700);
    for (String file : List.of("rules", "list", "log", "lock", "old", "old.sh", "motd")) {
      Files.writeString(hidden.resolve(file), "f\n");
    }
    disk.file(Name.of("private/password"), 0600, "pw\n".getBytes(US_ASCII));
    disk.file(Name.of("private/secrets"), 0600, "ann:pw\n".getBytes(US_ASCII));
    run(Program.THEIRS, "--only-write-batch=private/batch", "src/", "none/").expectSuccess();
    Strangers.link(disk, "private", "foreign");
    for (String file :
        List.of("rules", "list", "log", "lock", "old", "motd", "password", "secrets", "batch")) {
      Strangers.link(disk, "private/" + file, "leaf." + file);
    }
  }

  @AfterEach
  void removeScratch() {
    scratch.close();
  }

  private Result run(Program program, String... arguments) {
    List<String> words = new ArrayList<>(List.of("-rlt"));
    words.addAll(List.of(arguments));
    return Command.of(program.binary(), words)
        .in(scratch.path())
        .limit(Duration.ofSeconds(20))
        .run();
  }

  private static String at(String line, String place, String file) {
    return line.replace("FILE", place.equals("leaf") ? "leaf." + file : place + "/" + file);
  }

  /** Neither what lies there shows in what is done, nor is it changed. */
  @ParameterizedTest
  @CsvSource({
    "--exclude-from=FILE, rules, 11",
    "--include-from=FILE --exclude=*, rules, 11",
    "--filter=._FILE, rules, 11",
    "--filter=merge_FILE, rules, 11",
    "--files-from=FILE, list, 1",
    "--read-batch=FILE, batch, 11",
    "--write-batch=FILE, old, 3",
    "--only-write-batch=FILE, old, 3",
  })
  void areNotOpened(String line, String file, int code) {
    TreeSnapshot before = TreeSnapshot.of(new Disk(hidden));
    for (Program program : Program.values()) {
      for (String place : List.of("foreign", "leaf", scratch.path() + "/foreign")) {
        List<String> words = new ArrayList<>();
        for (String word : at(line, place, file).split(" ", -1)) {
          words.add(word.replace('_', ' '));
        }
        if (!line.startsWith("--read")) {
          words.add("src/");
        }
        words.add("dst/");
        Result result = run(program, words.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.toString()).isIn(code, 11);
        assertThat(result.err()).contains(REFUSED, "Too many levels of symbolic links");
        assertThat(disk.stat(Name.of("dst"))).as(result.toString()).isEmpty();
        TreeCompare.assertSame(before, TreeSnapshot.of(new Disk(hidden)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Program.class)
  void logsAreNotWritten(Program program) {
    TreeSnapshot before = TreeSnapshot.of(new Disk(hidden));
    for (String name : List.of("foreign/log", "foreign/new", "leaf.log")) {
      Result result = run(program, "--log-file=" + name, "src/", "dst/").expectSuccess();
      assertThat(result.err()).contains(REFUSED, "failed to open log-file " + name);
      TreeCompare.assertSame(before, TreeSnapshot.of(new Disk(hidden)));
    }
  }

  /** The names of these are the operator's, and whoever may write to the source makes the links. */
  @ParameterizedTest
  @EnumSource(Program.class)
  void rulesOfDirectoriesAreNotRead(Program program) {
    Strangers.link(disk, "../private/rules", "src/.rules");
    Strangers.link(disk, "../private/rules", "src/.cvsignore");
    for (String option : List.of("--filter=: .rules", "--filter=:- .rules", "-C")) {
      Result result = run(program, option, "src/", "dst/").expectSuccess();
      assertThat(result.err()).contains(REFUSED);
      assertThat(disk.stat(Name.of("dst/f"))).as(option).isPresent();
      disk.unlink(Name.of("dst/f"));
    }
  }

  /** A daemon that would know the answer learns nothing of the file. */
  @ParameterizedTest
  @EnumSource(Program.class)
  void passwordsAreNotSent(Program program) throws IOException {
    Path known = scratch.path().resolve("known");
    disk.file(Name.of("known"), 0600, "ann:pw\n".getBytes(US_ASCII));
    Module module =
        Module.readOnly(
            "m", scratch.path().resolve("src"), "auth users = ann", "secrets file = " + known);
    Path server = Peers.NEWEST.orSkip().binary();
    try (RsyncDaemon daemon =
        RsyncDaemon.start(server, scratch.folder("daemon"), List.of(module))) {
      String url = daemon.url("m/").replace("://", "://ann@");
      run(program, "--password-file=private/password", url, "got/").expectSuccess();
      for (String name : List.of("foreign/password", "leaf.password")) {
        Result result = run(program, "--password-file=" + name, url, "dst/");
        assertThat(result.exitCode()).as(result.toString()).isNotZero();
        assertThat(result.err()).contains(REFUSED);
        assertThat(disk.stat(Name.of("dst"))).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Program.class)
  void daemonsDoNotOpenThem(Program program) {
    Path served = scratch.path().resolve("src");
    List<Module> modules = new ArrayList<>();
    for (String place : List.of("foreign/", "leaf.")) {
      String file = scratch.path() + "/" + place;
      String name = place.substring(0, 4);
      modules.add(
          Module.readOnly(
              name + "-users", served, "auth users = ann", "secrets file = " + file + "secrets"));
      modules.add(
          Module.readOnly(
              name + "-lock", served, "max connections = 1", "lock file = " + file + "lock"));
      modules.add(
          Module.readOnly(
              name + "-log", served, "transfer logging = yes", "log file = " + file + "log"));
      modules.add(Module.readOnly(name + "-rules", served, "exclude from = " + file + "rules"));
    }
    StringBuilder config = new StringBuilder("motd file = " + scratch.path() + "/leaf.motd\n");
    modules.forEach(module -> config.append(module.section(true)));
    TreeSnapshot before = TreeSnapshot.of(new Disk(hidden));
    Path client = Peers.NEWEST.orSkip().binary();
    try (RsyncDaemon daemon =
        RsyncDaemon.startWith(program.binary(), scratch.folder("daemon"), config.toString())) {
      for (Module module : modules) {
        String url = daemon.url(module.name() + "/").replace("://", "://ann@");
        Result result =
            Command.of(client, "-rltv", url, "dst/")
                .in(scratch.path())
                .env("RSYNC_PASSWORD", "pw")
                .limit(Duration.ofSeconds(20))
                .run();
        // Without its log a module goes on; it does not without the others.
        boolean goesOn = module.name().endsWith("-log");
        assertThat(result.exitCode() == 0).as(result.toString()).isEqualTo(goesOn);
        assertThat(result.out()).doesNotStartWith("f\n");
        assertThat(disk.stat(Name.of("dst")).isPresent()).as(result.toString()).isEqualTo(goesOn);
        disk.remove(Name.of("dst"));
      }
      TreeCompare.assertSame(before, TreeSnapshot.of(new Disk(hidden)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"foreign/conf", "leaf.conf"})
  void configurationsAreNotRead(String name) throws IOException {
    Files.writeString(hidden.resolve("conf"), "[m]\npath = " + scratch.path() + "\n");
    Strangers.link(disk, "private/conf", "leaf.conf");
    for (Program program : Program.values()) {
      Result result =
          Command.of(
                  program.binary(),
                  "--daemon",
                  "--no-detach",
                  "--address=127.0.0.1",
                  "--config=" + scratch.path().resolve(name))
              .limit(Duration.ofSeconds(20))
              .run();
      assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
      assertThat(result.out() + result.err()).contains("config file", name);
    }
  }
}
