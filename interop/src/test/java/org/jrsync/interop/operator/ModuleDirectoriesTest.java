package org.jrsync.interop.operator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.interop.harness.Jrsync;
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
  private static final int STRANGER = 12_345;
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private final Scratch scratch = new Scratch();
  private final Disk disk = new Disk(scratch.path());

  /** Whose daemon runs. */
  enum Server {
    OURS,
    THEIRS;

    Path binary() {
      return this == OURS ? Jrsync.binary() : Peers.NEWEST.orSkip().binary();
    }
  }

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

  private RsyncDaemon start(Server server, Module... modules) {
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
  @EnumSource(Server.class)
  void modulesAreNotReachedThroughLinksOfStrangers(Server server) {
    assumeTrue(ROOT, "only root can give links to another user");
    Path top = scratch.path();
    disk.symlink("out".getBytes(US_ASCII), Name.of("foreign"));
    disk.symlink((top + "/out").getBytes(US_ASCII), Name.of("m/foreign"));
    disk.symlink("out".getBytes(US_ASCII), Name.of("own"));
    disk.symlink("own".getBytes(US_ASCII), Name.of("indirect"));
    for (String link : List.of("foreign", "m/foreign", "indirect")) {
      disk.owner(Name.of(link), STRANGER, STRANGER);
    }
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
    "--partial-dir=../REACH",
    "--no-whole-file --partial-dir=/REACH",
    "--no-whole-file --partial-dir=REACH",
    "--delay-updates --partial-dir=/REACH",
    "--delay-updates --partial-dir=REACH",
    "--delay-updates --partial-dir=/REACH/new",
    "--temp-dir=/REACH",
    "--temp-dir=REACH",
    "--link-dest=/REACH",
    "--copy-dest=REACH",
  })
  void directoriesThatClientsNameStayInTheModule(String line) {
    Disk outside = new Disk(scratch.path().resolve("out"));
    TreeSnapshot before = TreeSnapshot.of(outside);
    disk.symlink("../out".getBytes(US_ASCII), Name.of("m/up"));
    disk.symlink("../../out".getBytes(US_ASCII), Name.of("m/d/up"));
    byte[] out = scratch.path().resolve("out").toString().getBytes(US_ASCII);
    disk.symlink(out, Name.of("m/absolute"));
    disk.symlink(out, Name.of("m/d/absolute"));
    for (Server server : Server.values()) {
      if (server == Server.THEIRS && line.contains("temp-dir")) {
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
}
