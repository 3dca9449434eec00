package org.jrsync.interop.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jrsync.daemon.LocalDaemon;
import org.jrsync.interop.harness.Running;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Another process turns a module's directory into a link that leads outside and back, as fast as it
 * can, while clients push and pull.
 */
class RaceStressTest {
  private static final int SECONDS = 5;
  private static final int LEAST = 6;
  private static final Set<Integer> CODES = Set.of(0, 23, 24);

  /** Arguments: the directory, a place aside for it, where the link leads, seconds. */
  private static final String FLIPPER =
      """
      import os, shutil, sys, time
      directory, real, target, seconds = sys.argv[1:]
      end = time.time() + float(seconds)
      flips = 0
      while time.time() < end:
          try:
              os.rename(directory, real)
          except OSError:
              pass
          try:
              os.symlink(target, directory)
              flips += 1
          except OSError:
              pass
          time.sleep(0.0005)
          try:
              os.unlink(directory)
          except OSError:
              pass
          try:
              os.rename(real, directory)
          except OSError:
              # The daemon has made one of its own.
              shutil.rmtree(real, ignore_errors=True)
          time.sleep(0.0005)
      print(flips)
      """;

  private final Scratch scratch = new Scratch();
  private final RaceWorld world = new RaceWorld(scratch.path());
  private final Scenario push = Scenario.all().getFirst();

  @BeforeEach
  void makeTrees() {
    world.reset(push);
    // What is pushed lies apart from where pulls go, which must hold nothing of the outside.
    new Disk(scratch.path()).rename(Name.of("peer"), Name.of("source"));
    scratch.folder("peer");
  }

  @AfterEach
  void removeScratch() {
    scratch.close();
  }

  private String config() {
    boolean root = "root".equals(System.getProperty("user.name"));
    return (root ? "uid = root\ngid = root\n" : "")
        + "reverse lookup = no\n[plain]\n  use chroot = no\n  munge symlinks = no\n"
        + ("  read only = no\n  path = " + world.raced + "\n")
        + "[rooted]\n  use chroot = yes\n"
        + ("  read only = no\n  path = " + world.raced + "\n");
  }

  @Test
  void nothingEscapesFromADirectoryThatIsFlippedAllTheTime() {
    try (LocalDaemon daemon = new LocalDaemon(config(), null)) {
      run(daemon, () -> true);
      assertThat(world.escaped("")).isEmpty();
      assertThat(daemon.takeLog()).doesNotContain("Exception", "\tat ");
    }
  }

  /** Otherwise the test above would prove nothing. */
  @Test
  void itDoesEscapeFromATreeThatIsNotConfined() {
    try (LocalDaemon daemon =
        new LocalDaemon(config(), any -> new UnconfinedTree(world.raced, (call, path) -> {}))) {
      run(daemon, () -> world.escaped("").isEmpty());
      assertThat(world.escaped("")).isNotEmpty();
    }
  }

  /** Pushes and pulls for some seconds, as long as the test wants more. */
  private void run(LocalDaemon daemon, BooleanSupplier more) {
    Path script = scratch.file("flip.py", FLIPPER);
    Command flipper =
        Command.of(
            "python3",
            script.toString(),
            world.raced.resolve("dir").toString(),
            scratch.path().resolve("real").toString(),
            world.outside.toString(),
            Integer.toString(SECONDS));
    try (Running flipping = Running.start(scratch, flipper)) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      int done = 0;
      while ((System.nanoTime() < end || done < LEAST) && more.getAsBoolean()) {
        String url = "rsync://127.0.0.1:" + daemon.port() + (done % 4 < 2 ? "/plain/" : "/rooted/");
        Result result =
            done % 2 == 0
                ? client("--delete", scratch.path().resolve("source") + "/", url)
                : client(url, scratch.folder("peer/" + done) + "/");
        if (!result.err().contains(RaceTest.NO_BASIS)) {
          assertThat(result.exitCode()).as(result.toString()).isIn(CODES);
        }
        assertThat(result.err()).doesNotContain("Exception", "\tat ");
        done++;
      }
      if (more.getAsBoolean()) {
        Result flips = flipping.await(Duration.ofSeconds(20)).expectSuccess();
        assertThat(Integer.parseInt(flips.out().strip())).isGreaterThan(50);
      }
    }
  }

  private static Result client(String... arguments) {
    List<String> words = new ArrayList<>(List.of("-aH", "--no-W", "--sockopts=TCP_NODELAY"));
    words.addAll(List.of(arguments));
    return Command.of(Peers.NEWEST.orSkip().binary(), words).limit(Duration.ofSeconds(20)).run();
  }
}
