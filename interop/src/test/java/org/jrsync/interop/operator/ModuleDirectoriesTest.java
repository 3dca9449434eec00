package org.jrsync.interop.operator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

/**
 * Links on the way to a module's directory, and to those that its clients name: where the daemon
 * keeps out, rsync's does.
 */
class ModuleDirectoriesTest {

  private final Scratch scratch = new Scratch();
  private final Disk disk = new Disk(scratch.path());

  @BeforeEach
  void makeTrees() {
    for (String folder : List.of("m", "m/d", "out", "out/real", "src")) {
      disk.folder(Name.of(folder), 0755);
    }
    disk.file(Name.of("m/d/f"), 0644, "old".getBytes(US_ASCII));
    disk.file(Name.of("src/f"), 0644, "what the client brings".getBytes(US_ASCII));
    // As much of the file as a transfer that was broken off would have left.
    disk.file(Name.of("out/f"), 0644, "what the".getBytes(US_ASCII));
    disk.file(Name.of("out/real/secret"), 0644, "secret".getBytes(US_ASCII));
  }

  @AfterEach
  void removeScratch() {
    scratch.close();
  }

  private static Module module(String name, Path path) {
    return Module.writable(name, path, "use chroot = no", "munge symlinks = no");
  }

  private RsyncDaemon start(Program server, Module... modules) {
    return RsyncDaemon.start(server.binary(), scratch.folder("daemon"), List.of(modules));
  }

  private Result client(String... words) {
    return Command.of(Peers.NEWEST.orSkip().binary(), words)
        .in(scratch.path())
        .limit(Duration.ofSeconds(20))
        .run();
  }

  /** Whoever may write to a folder on the way has put a link there. */
  @ParameterizedTest
  @EnumSource(Program.class)
  void modulesAreNotReachedThroughLinksOfStrangers(Program server) {
    Strangers.needed();
    Path top = scratch.path();
    disk.symlink("out".getBytes(US_ASCII), Name.of("own"));
    Strangers.link(disk, "out", "foreign");
    Strangers.link(disk, top + "/out", "m/foreign");
    Strangers.link(disk, "own", "indirect");
    List<Module> refused =
        List.of(
            module("last", top.resolve("foreign")),
            module("above", top.resolve("foreign/real")),
            module("absolute", top.resolve("m/foreign/real")),
            module("indirect", top.resolve("indirect/real")));
    List<Module> all = new ArrayList<>(refused);
    all.add(module("own", top.resolve("own/real")));
    TreeSnapshot before = TreeSnapshot.of(new Disk(top.resolve("out")));
    try (RsyncDaemon daemon = start(server, all.toArray(Module[]::new))) {
      for (Module module : refused) {
        String url = daemon.url(module.name() + "/");
        for (Result result :
            List.of(client("-r", url, "got/"), client("-r", "src/", url), client("-r", url))) {
          assertThat(result.exitCode()).as(result.toString()).isEqualTo(5);
          assertThat(result.out() + result.err()).contains("@ERROR: chdir failed\n");
        }
      }
      assertThat(disk.stat(Name.of("got"))).isEmpty();
      TreeCompare.assertSame(before, TreeSnapshot.of(new Disk(top.resolve("out"))));
      client("-r", daemon.url("own/"), "got/").expectSuccess();
      assertThat(disk.list(Name.of("got"))).containsExactly(Name.of("secret"));
    }
  }

  /** The link is the module's, and the options are the client's. */
  @ParameterizedTest
  @CsvSource({
    "--backup --backup-dir=/REACH",
    "--backup --backup-dir=/REACH/new/deep",
    "--backup --backup-dir=REACH",
    "--backup --backup-dir=../REACH",
    "--partial-dir=/REACH",
    "--partial-dir=REACH",
    "--no-whole-file --partial-dir=/REACH",
    "--no-whole-file --partial-dir=REACH",
    "--delay-updates --partial-dir=/REACH",
    "--delay-updates --partial-dir=REACH",
    "--delay-updates --partial-dir=/REACH/new",
    "--temp-dir=/REACH",
    "--temp-dir=REACH",
  })
  void directoriesThatClientsNameStayInTheModule(String line) {
    Disk outside = new Disk(scratch.path().resolve("out"));
    TreeSnapshot before = TreeSnapshot.of(outside);
    disk.symlink("../out".getBytes(US_ASCII), Name.of("m/up"));
    disk.symlink("../../out".getBytes(US_ASCII), Name.of("m/d/up"));
    byte[] out = scratch.path().resolve("out").toString().getBytes(US_ASCII);
    disk.symlink(out, Name.of("m/absolute"));
    disk.symlink(out, Name.of("m/d/absolute"));
    for (Program server : Program.values()) {
      if (server == Program.THEIRS && line.contains("temp-dir")) {
        // Its temporary file is made outside, and found there to be out of reach.
        continue;
      }
      try (RsyncDaemon daemon = start(server, module("m", scratch.path().resolve("m")))) {
        for (String reach : List.of("up", "absolute")) {
          disk.unlink(Name.of("m/d/f"));
          disk.file(Name.of("m/d/f"), 0644, "old".getBytes(US_ASCII));
          List<String> words = new ArrayList<>(List.of("-rtc"));
          words.addAll(List.of(line.replace("REACH", reach).split(" ", -1)));
          words.addAll(List.of("src/", daemon.url("m/d/")));
          Result result = client(words.toArray(String[]::new));
          String what = server + " " + result;
          assertThat(result.exitCode()).as(what).isIn(0, 2, 11, 12, 23);
          TreeCompare.assertSame(before, TreeSnapshot.of(new Disk(scratch.path().resolve("out"))));
          assertThat(disk.stat(Name.of("m/" + reach)).orElseThrow().isSymlink()).as(what).isTrue();
        }
      }
    }
  }

  /** A parent in the inner part is a link to what lies beside it, in the same chroot. */
  @ParameterizedTest
  @EnumSource(Program.class)
  void innerPartsOfAChrootAreNotLeft(Program server) {
    assumeTrue(Strangers.canBeMade(), "chroot is for root");
    disk.symlink("../out".getBytes(US_ASCII), Name.of("m/up"));
    disk.symlink("/out".getBytes(US_ASCII), Name.of("m/rooted"));
    Disk outside = new Disk(scratch.path().resolve("out"));
    TreeSnapshot before = TreeSnapshot.of(outside);
    Module inner =
        Module.writable(
            "inner", Path.of(scratch.path() + "/./m"), "use chroot = yes", "munge symlinks = no");
    try (RsyncDaemon daemon = start(server, inner)) {
      client("-r", daemon.url("inner/d/"), "got/").expectSuccess();
      for (String link : List.of("up", "rooted")) {
        String url = daemon.url("inner/" + link);
        for (List<String> words :
            List.of(
                List.of("-r", "src/", url + "/"),
                List.of("-rI", "--no-whole-file", "src/f", url + "/f"),
                List.of("-rI", "--inplace", "src/f", url + "/f"),
                List.of("-r", "--delete", "m/d/", url + "/real/"),
                List.of("-rR", "--no-implied-dirs", "src/./f", url + "/new/"),
                List.of("-rc", "--compare-dest=/" + link, "src/", daemon.url("inner/d/")),
                List.of("-r", "-b", "--backup-dir=/" + link, "src/", daemon.url("inner/d/")),
                List.of("-r", url + "/", "got/"),
                List.of("-rL", url, "got/"),
                List.of("-rk", daemon.url("inner/"), "got/"),
                List.of("-r", url + "/real/secret", "got/"))) {
          if (server == Program.THEIRS && words.contains("-rR")) {
            // It makes the directory there before it finds out.
            continue;
          }
          Result result = client(words.toArray(String[]::new));
          String what = server + " " + result;
          assertThat(TreeCompare.differences(before, TreeSnapshot.of(outside))).as(what).isEmpty();
          for (String file : List.of("secret", "real", link + "/secret", link + "/real")) {
            assertThat(disk.stat(Name.of("got/" + file))).as(what).isEmpty();
          }
        }
      }
    }
  }

  /** What {@code --relative} makes on the way to a file has become a link. */
  @ParameterizedTest
  @EnumSource(Program.class)
  void parentsAreNotMadeBehindLinks(Program server) {
    Strangers.needed();
    disk.folder(Name.of("src/up"), 0755);
    disk.folder(Name.of("src/up/new"), 0755);
    disk.file(Name.of("src/up/new/f"), 0644, "content".getBytes(US_ASCII));
    Strangers.link(disk, "../out", "m/up");
    Disk outside = new Disk(scratch.path().resolve("out"));
    TreeSnapshot before = TreeSnapshot.of(outside);
    for (List<String> options :
        List.of(
            List.of("-R"),
            List.of("-R", "--no-implied-dirs"),
            List.of("-rR", "--no-implied-dirs", "--keep-dirlinks"),
            List.of("-R", "--keep-dirlinks"),
            List.of("-R", "--no-implied-dirs", "--inplace"))) {
      List<String> words = new ArrayList<>(options);
      words.add("src/./up/new/f");
      try (RsyncDaemon daemon = start(server, module("m", scratch.path().resolve("m")))) {
        for (String destination : List.of(daemon.url("m/"), "m/")) {
          words.add(destination);
          Result result =
              Command.of(
                      destination.equals("m/") ? server.binary() : Peers.NEWEST.orSkip().binary(),
                      words)
                  .in(scratch.path())
                  .limit(Duration.ofSeconds(20))
                  .run();
          words.removeLast();
          assertThat(TreeCompare.differences(before, TreeSnapshot.of(outside)))
              .as(server + " " + result)
              .isEmpty();
          disk.remove(Name.of("m/up"));
          Strangers.link(disk, "../out", "m/up");
        }
      }
    }
  }

  /** In a further directory the very name of the file is a link, to one that looks like it. */
  @ParameterizedTest
  @CsvSource({
    "--copy-dest=TOP/alt, ''",
    "--link-dest=TOP/alt, ''",
    "--compare-dest=TOP/alt, ''",
    "--no-whole-file --copy-dest=TOP/alt, long",
    "--no-whole-file --partial-dir=TOP/alt, ''",
    "--no-whole-file --fuzzy --fuzzy --copy-dest=TOP/alt, ''"
  })
  void linksInFurtherDirectoriesAreNoBasis(String line, String more) {
    byte[] sent = ("what the client brings" + more).getBytes(US_ASCII);
    disk.unlink(Name.of("m/d/f"));
    disk.unlink(Name.of("src/f"));
    disk.file(Name.of("src/f"), 0644, sent);
    disk.file(Name.of("out/like"), 0600, "what nobody shall know".getBytes(US_ASCII));
    disk.folder(Name.of("m/alt"), 0755);
    disk.symlink("../../out/like".getBytes(US_ASCII), Name.of("m/alt/f"));
    for (String file : List.of("src/f", "out/like")) {
      disk.time(Name.of(file), 1_500_000_000, 0);
    }
    Disk outside = new Disk(scratch.path().resolve("out"));
    TreeSnapshot before = TreeSnapshot.of(outside);
    for (Program server : Program.values()) {
      try (RsyncDaemon daemon = start(server, module("m", scratch.path().resolve("m")))) {
        for (String destination : List.of(daemon.url("m/d/"), "m/d/")) {
          boolean local = destination.equals("m/d/");
          List<String> words = new ArrayList<>(List.of("-rt", "--stats"));
          String top = local ? scratch.path() + "/m" : "";
          words.addAll(List.of(line.replace("TOP", top).split(" ", -1)));
          words.addAll(List.of("src/", destination));
          Path program = local ? server.binary() : Peers.NEWEST.orSkip().binary();
          Result result =
              Command.of(program, words).in(scratch.path()).limit(Duration.ofSeconds(20)).run();
          String what = server + " " + result;
          result.expectSuccess();
          assertThat(disk.read(Name.of("m/d/f"), 0, 100)).as(what).isEqualTo(sent);
          assertThat(result.out()).as(what).contains("Matched data: 0 bytes");
          assertThat(TreeCompare.differences(before, TreeSnapshot.of(outside))).as(what).isEmpty();
          disk.unlink(Name.of("m/d/f"));
        }
      }
    }
  }
}
