package org.jrsync.interop.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Running;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.jrsync.interop.tree.TreeSnapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Modules of three users and of root in one process, each pulled, pushed and deleted from by many
 * clients at once, beside clients that try the same as one user with another one's folder.
 */
@Execution(ExecutionMode.CONCURRENT)
@ParameterizedClass
@ValueSource(strings = {"threads", "hybrid", "virtual"})
class ModulesUnderLoadTest {
  @Parameter String model = "";

  private static final int[] USERS = {12_345, 23_456, 34_567};
  private static final int ROOT = 0;
  private static final int[] OWNERS = {USERS[0], USERS[1], USERS[2], ROOT};
  private static final int FILES = 40;
  private static final int SIZE = 20_000;

  /** Pulls and pushes of one module by its own user at once. */
  private static final int EACH = 3;

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Scratch scratch = new Scratch();

  @BeforeEach
  void needsRoot() {
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can serve as other users");
  }

  @AfterEach
  void removeScratch() {
    scratch.close();
  }

  @Test
  void eachModuleTouchesWhatItsUserMayAlone() throws Exception {
    Path source = scratch.folder("source");
    fill(source, ROOT, 0644);
    Path empty = scratch.folder("empty");
    StringBuilder modules = new StringBuilder();
    for (int owner : OWNERS) {
      Path own = scratch.folder("of" + owner);
      new Disk(own).folder(Name.of("kept"), 0755);
      fill(own.resolve("kept"), owner, 0600);
      new Disk(own).folder(Name.of("gone"), 0755);
      fill(own.resolve("gone"), owner, 0600);
      for (String name : List.of("kept", "gone", "")) {
        new Disk(own).owner(Name.of(name), owner, owner);
      }
      for (int user : OWNERS) {
        modules.append(module(user + "at" + owner, user, own));
      }
    }
    try (RsyncDaemon daemon =
        RsyncDaemon.startWith(
            Jrsync.binary(), scratch.folder("daemon"), "listener = " + model + "\n" + modules)) {
      List<Running> good = new ArrayList<>();
      List<Running> bad = new ArrayList<>();
      for (int owner : OWNERS) {
        String own = owner + "at" + owner;
        for (int i = 0; i < EACH; i++) {
          good.add(start("-a", "--bwlimit=200", source + "/", daemon.url(own + "/new" + i + "/")));
          good.add(start("-a", daemon.url(own + "/kept/"), copy(own + i) + "/"));
        }
        good.add(start("-a", "--delete", empty + "/", daemon.url(own + "/gone/")));
        for (int user : USERS) {
          if (user != owner) {
            String other = user + "at" + owner;
            bad.add(start("-rI", source + "/", daemon.url(other + "/kept/")));
            bad.add(start("-r", daemon.url(other + "/kept/"), copy(other) + "/"));
            bad.add(start("-r", "--delete", empty + "/", daemon.url(other + "/kept/")));
          }
        }
      }
      List<Running> all = new ArrayList<>(good);
      all.addAll(bad);
      int[] codes = new int[all.size()];
      java.util.Arrays.fill(codes, good.size(), codes.length, 23);
      new IdentityWatch(daemon, model, Set.of(USERS[0], USERS[1], USERS[2]), LIMIT)
          .untilTheEnd(all, codes);
    }
    for (int owner : OWNERS) {
      Path own = scratch.path().resolve("of" + owner);
      assertThat(new Disk(own).list(Name.of(""))).hasSize(2 + EACH);
      assertThat(new Disk(own).list(Name.of("gone"))).isEmpty();
      assertWhole(own.resolve("kept"), owner);
      for (int i = 0; i < EACH; i++) {
        assertWhole(own.resolve("new" + i), owner);
        assertWhole(scratch.path().resolve("copies").resolve(owner + "at" + owner + i), owner);
      }
      TreeSnapshot.of(new Disk(own))
          .entries()
          .forEach((path, entry) -> {
            assertThat(entry.stat().uid()).as(own + "/" + path).isEqualTo(owner);
            assertThat(entry.stat().gid()).as(own + "/" + path).isEqualTo(owner);
          });
      for (int user : USERS) {
        if (user != owner) {
          Path stolen = scratch.path().resolve("copies").resolve(user + "at" + owner);
          assertThat(new Disk(stolen).list(Name.of(""))).isEmpty();
        }
      }
    }
  }

  private static byte[] content(int owner, int i) {
    return ("file " + i + " of " + owner + "\n").repeat(SIZE / 20).getBytes(US_ASCII);
  }

  private static void fill(Path folder, int owner, int mode) {
    Disk disk = new Disk(folder);
    for (int i = 0; i < FILES; i++) {
      disk.file(Name.of("file" + i), mode, content(owner, i));
      disk.owner(Name.of("file" + i), owner, owner);
    }
  }

  /** What was pushed is root's, what was there is its owner's. */
  private static void assertWhole(Path folder, int owner) {
    int writer = folder.getFileName().toString().startsWith("new") ? ROOT : owner;
    Disk disk = new Disk(folder);
    assertThat(disk.list(Name.of(""))).as(folder.toString()).hasSize(FILES);
    for (int i = 0; i < FILES; i++) {
      assertThat(disk.read(Name.of("file" + i), 0, 2 * SIZE)).isEqualTo(content(writer, i));
    }
  }

  private static String module(String name, int user, Path path) {
    return "[%s]\n  path = %s\n  read only = no\n  uid = %d\n  gid = %d\n"
        .formatted(name, path, user, user);
  }

  private Path copy(String name) {
    return scratch.folder("copies/" + name);
  }

  private Running start(String... words) {
    return Running.start(
        scratch, Command.of(Peers.PACKAGED.orSkip().binary(), List.of(words)).limit(LIMIT));
  }
}
