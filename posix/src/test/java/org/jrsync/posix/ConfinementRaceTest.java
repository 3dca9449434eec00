package org.jrsync.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrsync.posix.TestPaths.b;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Between the walk to a path and its use, a directory on the way or the last name becomes a link to
 * a place outside. In a confined tree nothing outside is read or changed, whatever the operation;
 * without confinement each of these tests sees the escape, which shows that it would notice.
 */
class ConfinementRaceTest {
  private Path scratch = Path.of("");
  private Path inside = Path.of("");
  private Path outside = Path.of("");
  private boolean flipped;

  /** One operation; what it returns is what it learned. */
  interface Action {
    String run(RaceTarget target) throws IOException;
  }

  /** A step without a result. */
  interface Step {
    void run(RaceTarget target) throws IOException;
  }

  enum Flip {
    PARENT,
    LEAF
  }

  record Race(String name, Flip flip, String leaf, Action action) {
    @Override
    public String toString() {
      return name + " " + flip.name().toLowerCase(Locale.ROOT);
    }
  }

  private static Race doing(String name, Flip flip, String leaf, Step step) {
    return new Race(
        name,
        flip,
        leaf,
        target -> {
          step.run(target);
          return "";
        });
  }

  private static List<Race> races() {
    List<Race> races = new ArrayList<>();
    Flip parent = Flip.PARENT;
    races.add(doing("create", parent, "new", t -> t.create("dir/new")));
    races.add(doing("mkdir", parent, "new", t -> t.makeDirectory("dir/new")));
    races.add(doing("symlink", parent, "new", t -> t.symlink("dir/new")));
    races.add(doing("unlink", parent, "leaf", t -> t.delete("dir/leaf")));
    races.add(doing("rmdir", parent, "sub", t -> t.removeDirectory("dir/sub")));
    races.add(doing("rename from", parent, "leaf", t -> t.rename("dir/leaf", "taken")));
    races.add(doing("rename to", parent, "new", t -> t.rename("dir/leaf", "dir/new")));
    races.add(
        new Race(
            "link",
            parent,
            "leaf",
            t -> {
              t.link("dir/leaf", "linked");
              return t.read("linked");
            }));
    races.add(new Race("list", parent, "sub", t -> t.list("dir/sub")));
    races.add(new Race("lstat", parent, "leaf", t -> t.size("dir/leaf") == 12 ? "secret" : ""));
    races.add(new Race("readlink", parent, "alink", t -> t.readLink("dir/alink")));
    for (Flip flip : Flip.values()) {
      races.add(doing("overwrite", flip, "leaf", t -> t.overwrite("dir/leaf")));
      races.add(doing("chmod", flip, "leaf", t -> t.chmod("dir/leaf")));
      races.add(doing("chown", flip, "leaf", t -> t.chown("dir/leaf")));
      races.add(doing("utimens", flip, "leaf", t -> t.touch("dir/leaf")));
      races.add(doing("setxattr", flip, "leaf", t -> t.setXattr("dir/leaf")));
      races.add(new Race("getxattr", flip, "leaf", t -> t.getXattr("dir/leaf")));
      races.add(new Race("read", flip, "leaf", t -> t.read("dir/leaf")));
    }
    races.add(new Race("list", Flip.LEAF, "sub", t -> t.list("dir/sub")));
    races.add(doing("create", Flip.LEAF, "new", t -> t.create("dir/new")));
    return races;
  }

  static Stream<Arguments> confined() {
    Stream.Builder<Arguments> all = Stream.builder();
    for (Race race : races()) {
      for (Policy policy : List.of(Policy.BENEATH, Policy.IN_ROOT)) {
        for (PathResolver resolver : PathResolver.values()) {
          all.add(Arguments.of(race, policy, resolver));
        }
      }
    }
    return all.build();
  }

  static Stream<Race> unconfined() {
    return races().stream();
  }

  @BeforeEach
  void makeTrees() throws IOException {
    scratch = TestPaths.create("race");
    inside = Files.createDirectory(scratch.resolve("inside"));
    outside = Files.createDirectory(scratch.resolve("outside"));
    fill(Files.createDirectory(inside.resolve("dir")), "ours");
    fill(outside, "secret");
    flipped = false;
  }

  private static void fill(Path directory, String content) throws IOException {
    Files.writeString(
        directory.resolve("leaf"), content.equals("secret") ? "secret......" : content);
    Files.createDirectory(directory.resolve("sub"));
    Files.createSymbolicLink(directory.resolve("alink"), Path.of(content));
    if (content.equals("secret")) {
      try (ConfinedTree tree = ConfinedTree.open(b(directory), Policy.BENEATH)) {
        tree.setXattr(b("leaf"), b("user.theirs"), b("secret"));
        tree.chmod(b("leaf"), 0600);
      }
    }
  }

  @AfterEach
  void removeTrees() throws IOException {
    ConfinedTree.hookForTests(null);
    TestPaths.delete(scratch);
  }

  @ParameterizedTest
  @MethodSource
  void confined(Race race, Policy policy, PathResolver resolver) throws IOException {
    try (RaceTarget target = new ConfinedTarget(inside, policy, resolver)) {
      assertThat(isLedAstray(race, target)).isFalse();
      assertThat(flipped).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource
  void unconfined(Race race) throws IOException {
    if (race.name().equals("chown")) {
      Privileges.assumeRoot("to give files away");
    }
    try (RaceTarget target = new UnconfinedTarget(inside)) {
      assertThat(isLedAstray(race, target)).isTrue();
    }
  }

  /** No hook here: another thread flips the directory all the time, and the walk is raced too. */
  @ParameterizedTest
  @MethodSource("policies")
  void flippedAllTheTime(Policy policy, PathResolver resolver) throws Exception {
    Files.createSymbolicLink(inside.resolve("dir.link"), Path.of("../outside"));
    Files.createDirectories(inside.resolve("deep/er"));
    Files.createSymbolicLink(inside.resolve("deep/er/up"), Path.of("../../dir"));
    Map<String, String> before = describe(outside);
    AtomicBoolean stop = new AtomicBoolean();
    Thread flipper = new Thread(() -> flipUntil(stop));
    flipper.start();
    int done = 0;
    try (RaceTarget target = new ConfinedTarget(inside, policy, resolver)) {
      long end = System.nanoTime() + 150_000_000;
      for (int i = 0; System.nanoTime() < end || done < 20; i++) {
        String directory = i % 2 == 0 ? "dir" : "deep/er/up";
        String name = directory + "/made" + i;
        done += attempt(() -> target.create(name));
        attempt(() -> target.chmod(directory + "/leaf"));
        attempt(() -> target.touch(directory + "/leaf"));
        attempt(() -> target.setXattr(directory + "/leaf"));
        attempt(() -> target.overwrite(directory + "/leaf"));
        attempt(() -> assertThat(target.read(directory + "/leaf")).doesNotContain("secret"));
        attempt(() -> assertThat(target.list(directory + "/sub")).doesNotContain("secret"));
        attempt(() -> target.link(directory + "/leaf", name + ".link"));
        attempt(() -> target.rename(name, name + ".moved"));
        attempt(() -> target.delete(name + ".moved"));
      }
    } finally {
      stop.set(true);
      flipper.join();
    }
    assertThat(describe(outside)).isEqualTo(before);
  }

  static Stream<Arguments> policies() {
    Stream.Builder<Arguments> all = Stream.builder();
    for (Policy policy : List.of(Policy.BENEATH, Policy.IN_ROOT)) {
      for (PathResolver resolver : PathResolver.values()) {
        all.add(Arguments.of(policy, resolver));
      }
    }
    return all.build();
  }

  /** The name is in turn a directory, missing, and a link. */
  private void flipUntil(AtomicBoolean stop) {
    Path directory = inside.resolve("dir");
    Path link = inside.resolve("dir.link");
    Path spare = inside.resolve("spare");
    try {
      while (!stop.get()) {
        Files.move(directory, spare);
        Files.move(link, directory);
        Files.move(directory, link);
        Files.move(spare, directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  interface Attempt {
    void run() throws IOException;
  }

  private static int attempt(Attempt attempt) {
    try {
      attempt.run();
      return 1;
    } catch (PosixException | IOException refused) {
      return 0;
    }
  }

  /**
   * Runs the operation while the path is flipped: whether anything outside was learned or changed.
   */
  private boolean isLedAstray(Race race, RaceTarget target) throws IOException {
    if (race.name().equals("list")) {
      // Seen by its content: in place of the listed directory lies one with a telling name.
      Files.writeString(outside.resolve("sub/secret"), "");
    }
    Map<String, String> before = describe(outside);
    target.beforeUse(() -> flip(race));
    String learned = "";
    try {
      learned = race.action().run(target);
    } catch (PosixException | IOException refused) {
      // A refusal is as good as working on the directory that was meant.
    }
    target.beforeUse(() -> {});
    return learned.contains("secret") || !describe(outside).equals(before);
  }

  private void flip(Race race) {
    if (flipped) {
      return;
    }
    flipped = true;
    try {
      if (race.flip() == Flip.PARENT) {
        Files.move(inside.resolve("dir"), inside.resolve("dir.real"));
        Files.createSymbolicLink(inside.resolve("dir"), Path.of("../outside"));
      } else {
        Path leaf = inside.resolve("dir").resolve(race.leaf());
        if (Files.exists(leaf)) {
          Files.move(leaf, leaf.resolveSibling("moved"));
        }
        Files.createSymbolicLink(leaf, Path.of("../../outside").resolve(race.leaf()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> describe(Path root) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root);
        ConfinedTree tree = ConfinedTree.open(b(root), Policy.BENEATH)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String relative = root.relativize(path).toString();
        StringBuilder line =
            new StringBuilder(
                Files.readAttributes(
                        path,
                        "unix:mode,uid,gid,nlink,ino,size,lastModifiedTime",
                        LinkOption.NOFOLLOW_LINKS)
                    .toString());
        for (byte[] name : tree.listXattrs(b(relative))) {
          line.append(TestPaths.text(name)).append(' ');
        }
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          line.append(Files.readString(path));
        }
        all.put(relative, line.toString());
      }
    }
    return all;
  }
}
