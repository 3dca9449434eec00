package org.jrsync.interop.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.RemoteShell;
import org.jrsync.interop.harness.Running;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.harness.SmallDisk;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Peers that stop or die, disks that fill, files that cannot be read, vanish or change in the
 * middle of it.
 */
@Execution(ExecutionMode.CONCURRENT)
class FaultTest {
  private static final Name BIG = Name.of("big");
  private static final Name SMALL = Name.of("small");

  /**
   * Who takes part.
   *
   * @param ourClient whether the client is ours and the daemon a real one, or the other way round
   * @param push whether the client sends
   */
  record Way(boolean ourClient, boolean push) {
    Path client() {
      return ourClient ? Jrsync.binary() : Peers.NEWEST.orSkip().binary();
    }

    Path daemon() {
      return ourClient ? Peers.NEWEST.orSkip().binary() : Jrsync.binary();
    }

    @Override
    public String toString() {
      return (ourClient ? "our client" : "our daemon") + (push ? ", push" : ", pull");
    }
  }

  static Stream<Way> ways() {
    return Stream.of(
        new Way(true, false), new Way(true, true), new Way(false, false), new Way(false, true));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void serverThatStopsIsGivenUpAfterTheTimeout(Way way) {
    Assumptions.assumeTrue(way.ourClient(), "the client that waits is ours in this test");
    try (Stage stage = new Stage(way.daemon())) {
      // An older copy makes the receiver's answer, its block sums, longer than what passes.
      big(stage, 3_000_000);
      stage.copy().file(BIG, 0644, bytes(3_000_000));
      stage.copy().time(BIG, 1_000_000_000, 0);
      stage.proxy().fromServer().holdAfter(way.push() ? 5_000 : 200_000);
      Result result = stage.client(way.client(), way.push(), "--timeout=2").limit(Stage.SOON).run();
      assertThat(result.exitCode()).as(result.toString()).isEqualTo(30);
      stage.proxy().cut();
      stage.assertPlain(result);
    }
  }

  /** The module's own timeout ends sessions of clients that stop. */
  @ParameterizedTest
  @MethodSource("ways")
  void clientThatStopsIsGivenUpAfterTheModulesTimeout(Way way) {
    Assumptions.assumeFalse(way.ourClient(), "the daemon that waits is ours in this test");
    try (Stage stage = new Stage(way.daemon(), "timeout = 2");
        Running client = stopping(stage, way)) {
      stage.proxy().awaitQuiet();
      // A client that stopped sends no keep-alives either.
      stage.proxy().fromClient().holdAfter(stage.proxy().fromClient().count());
      long end = System.nanoTime() + Stage.SOON.toNanos();
      while (!stage.daemon().everythingLogged().contains("timeout") && System.nanoTime() < end) {
        pause(200);
      }
      assertThat(stage.daemon().everythingLogged()).contains("timeout");
      stage.proxy().fromClient().release();
      stage.proxy().fromServer().release();
      Result result = client.await(Stage.SOON);
      assertThat(result.exitCode()).as(result.toString()).isIn(10, 12, 30);
      stage.assertPlain(result);
      assertThat(stage.copy().stat(BIG)).isEmpty();
    }
  }

  @Test
  void stoppedServerProcessIsGivenUpAfterTheTimeout() {
    try (Scratch scratch = new Scratch()) {
      Path source = scratch.folder("src");
      Path copy = scratch.folder("dst");
      new Disk(source).file(BIG, 0644, bytes(3_000_000));
      Path shell = RemoteShell.create(scratch);
      Command pull =
          Command.of(
              Jrsync.binary(),
              "-a",
              "--timeout=3",
              "--bwlimit=400",
              "-e",
              shell.toString(),
              "--rsync-path=" + Peers.NEWEST.orSkip().binary(),
              "host:" + source + "/",
              copy + "/");
      try (Running client = Running.start(scratch, pull)) {
        pause(2500);
        List<ProcessHandle> servers =
            client.descendants().stream()
                .filter(process -> process.info().command().orElse("").contains("rsync-"))
                .toList();
        assertThat(servers).isNotEmpty();
        servers.forEach(process -> Running.signal(process.pid(), "STOP"));
        Result result = client.await(Stage.SOON);
        servers.forEach(process -> Running.signal(process.pid(), "KILL"));
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(30);
        assertThat(result.err()).contains("timeout").doesNotContain("Exception");
        assertThat(new Disk(copy).stat(BIG)).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void networkThatBreaksInTheMiddle(Way way) {
    try (Stage stage = new Stage(way.daemon())) {
      huge(stage);
      (way.push() ? stage.proxy().fromClient() : stage.proxy().fromServer()).holdAfter(1_000_000);
      try (Running client =
          Running.start(stage.scratch(), stage.client(way.client(), way.push()))) {
        stage.proxy().awaitQuiet();
        stage.proxy().cut();
        Result result = client.await(Stage.SOON);
        assertThat(result.exitCode()).as(result.toString()).isIn(10, 12);
        stage.assertPlain(result);
        assertThat(stage.copy().stat(BIG)).isEmpty();
        pause(500);
        stage.assertNoTemporaries();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void clientKilledInTheMiddle(Way way) {
    try (Stage stage = new Stage(way.daemon())) {
      huge(stage);
      (way.push() ? stage.proxy().fromClient() : stage.proxy().fromServer()).holdAfter(1_000_000);
      try (Running client =
          Running.start(stage.scratch(), stage.client(way.client(), way.push()))) {
        stage.proxy().awaitQuiet();
        client.descendants().forEach(process -> Running.signal(process.pid(), "KILL"));
        Running.signal(client.pid(), "KILL");
        client.await(Stage.SOON);
        stage.proxy().cut();
        pause(500);
        assertThat(stage.copy().stat(BIG)).isEmpty();
        assertThat(stage.daemon().greets()).isTrue();
        assertThat(stage.daemon().everythingLogged()).doesNotContain("Exception", "\tat ");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void daemonKilledInTheMiddle(Way way) {
    try (Stage stage = new Stage(way.daemon())) {
      huge(stage);
      (way.push() ? stage.proxy().fromClient() : stage.proxy().fromServer()).holdAfter(1_000_000);
      try (Running client =
          Running.start(stage.scratch(), stage.client(way.client(), way.push()))) {
        stage.proxy().awaitQuiet();
        ProcessHandle.of(stage.daemon().pid())
            .ifPresent(daemon -> {
              daemon.descendants().forEach(session -> Running.signal(session.pid(), "KILL"));
              Running.signal(daemon.pid(), "KILL");
            });
        stage.proxy().fromClient().release();
        stage.proxy().fromServer().release();
        Result result = client.await(Stage.SOON);
        assertThat(result.exitCode()).as(result.toString()).isIn(10, 12);
        assertThat(result.err()).isNotBlank().doesNotContain("Exception", "\tat ");
        assertThat(stage.copy().stat(BIG)).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void fullDisk(Way way) {
    try (Stage stage = new Stage(way.daemon());
        SmallDisk disk = SmallDisk.mount(stage.copyPath(), 1024)) {
      assertThat(disk).isNotNull();
      big(stage, 3_000_000);
      Result result = stage.client(way.client(), way.push()).limit(Stage.SOON).run();
      assertThat(result.exitCode()).as(result.toString()).isIn(11, 12);
      assertThat(result.err()).contains("No space left on device");
      stage.assertPlain(result);
      assertThat(stage.copy().stat(BIG)).isEmpty();
      stage.assertNoTemporaries();
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void unreadableFileIsLeftOutAndToldOf(Way way) {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "needs root to serve as another user");
    // A daemon's module that serves as nobody; when we push, the client itself would have to be
    // nobody.
    Assumptions.assumeFalse(way.push(), "the sender is the daemon in this test");
    try (Stage stage = new Stage(way.daemon(), "uid = nobody", "gid = nogroup")) {
      big(stage, 100_000);
      stage.source().mode(BIG, 0600);
      Result result = stage.client(way.client(), way.push()).limit(Stage.SOON).run();
      assertThat(result.exitCode()).as(result.toString()).isEqualTo(23);
      assertThat(result.err()).contains("big").contains("Permission denied");
      stage.assertPlain(result);
      assertThat(stage.copy().stat(BIG)).isEmpty();
      assertThat(stage.copy().stat(SMALL)).isPresent();
    }
  }

  /** A module's user may not write: nothing changes and the client is told. */
  @ParameterizedTest
  @MethodSource("ways")
  void unwritableDestination(Way way) {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "needs root to serve as another user");
    Assumptions.assumeTrue(way.push(), "the receiver is the daemon in this test");
    try (Stage stage = new Stage(way.daemon(), "uid = nobody", "gid = nogroup")) {
      big(stage, 100_000);
      Result result = stage.client(way.client(), way.push()).limit(Stage.SOON).run();
      assertThat(result.exitCode()).as(result.toString()).isEqualTo(23);
      assertThat(result.err()).contains("Permission denied");
      stage.assertPlain(result);
      assertThat(stage.copy().list(Name.of(""))).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void fileThatVanishesAfterTheListWasMade(Way way) {
    whileTheListIsOut(
        way,
        stage -> stage.source().unlink(BIG),
        (stage, result) -> {
          assertThat(result.exitCode()).as(result.toString()).isEqualTo(24);
          assertThat(result.err()).contains("file has vanished");
          assertThat(stage.copy().stat(BIG)).isEmpty();
          assertThat(stage.copy().stat(SMALL)).isPresent();
          stage.assertPlain(result);
        });
  }

  @ParameterizedTest
  @MethodSource("ways")
  void fileThatShrinksAfterTheListWasMade(Way way) {
    whileTheListIsOut(
        way,
        stage -> stage.source().truncate(BIG, 1000),
        (stage, result) -> {
          assertThat(result.exitCode()).as(result.toString()).isIn(0, 23);
          stage.assertNothingBroken();
          stage.assertNoTemporaries();
        });
  }

  @ParameterizedTest
  @MethodSource("ways")
  void fileThatGrowsAfterTheListWasMade(Way way) {
    whileTheListIsOut(
        way,
        stage -> stage.source().write(BIG, 400_000, bytes(50_000)),
        (stage, result) -> {
          assertThat(result.exitCode()).as(result.toString()).isIn(0, 23);
          stage.assertNothingBroken();
          stage.assertNoTemporaries();
        });
  }

  @ParameterizedTest
  @MethodSource("ways")
  void fileThatBecomesAFolderAfterTheListWasMade(Way way) {
    whileTheListIsOut(
        way,
        stage -> {
          stage.source().unlink(BIG);
          stage.source().folder(BIG, 0755);
        },
        (stage, result) -> {
          assertThat(result.exitCode()).as(result.toString()).isIn(23, 24);
          stage.assertPlain(result);
          assertThat(stage.copy().stat(BIG)).isEmpty();
        });
  }

  /** A file changed while its content passes: the copy is the old or the new content, or none. */
  @ParameterizedTest
  @MethodSource("ways")
  void fileThatShrinksWhileItIsRead(Way way) {
    try (Stage stage = new Stage(way.daemon())) {
      big(stage, 20_000_000);
      (way.push() ? stage.proxy().fromClient() : stage.proxy().fromServer()).holdAfter(1_000_000);
      try (Running client =
          Running.start(stage.scratch(), stage.client(way.client(), way.push()))) {
        stage.proxy().awaitQuiet();
        stage.source().truncate(BIG, 500_000);
        stage.proxy().fromClient().release();
        stage.proxy().fromServer().release();
        Result result = client.await(Stage.SOON);
        assertThat(result.exitCode()).as(result.toString()).isIn(0, 23);
        stage.assertNothingBroken();
        assertThat(stage.daemon().greets()).isTrue();
      }
    }
  }

  private static Running stopping(Stage stage, Way way) {
    huge(stage);
    (way.push() ? stage.proxy().fromClient() : stage.proxy().fromServer()).holdAfter(500_000);
    return Running.start(stage.scratch(), stage.client(way.client(), way.push()));
  }

  /** Something to do with a stage. */
  @FunctionalInterface
  private interface Act {
    void on(Stage stage);
  }

  /** Something to find true of a stage and the client's end. */
  @FunctionalInterface
  private interface Check {
    void on(Stage stage, Result result);
  }

  /**
   * Acts when the file list is made and the first file, larger than all buffers on the way, is half
   * sent: nothing after it was opened yet.
   */
  private static void whileTheListIsOut(Way way, Act act, Check check) {
    try (Stage stage = new Stage(way.daemon())) {
      big(stage, 400_000);
      Name first = Name.of("a-first");
      stage.source().file(first, 0644, new byte[0]);
      stage.source().truncate(first, 30_000_000);
      (way.push() ? stage.proxy().fromClient() : stage.proxy().fromServer()).holdAfter(1_000_000);
      try (Running client =
          Running.start(stage.scratch(), stage.client(way.client(), way.push()))) {
        stage.proxy().awaitQuiet();
        act.on(stage);
        stage.proxy().fromClient().release();
        stage.proxy().fromServer().release();
        check.on(stage, client.await(Stage.SOON));
      }
    }
  }

  /** A file that is larger than all buffers on the way. */
  private static void huge(Stage stage) {
    stage.source().file(BIG, 0644, new byte[0]);
    stage.source().truncate(BIG, 60_000_000);
  }

  private static void big(Stage stage, int size) {
    stage.source().file(BIG, 0644, bytes(size));
    stage.source().file(SMALL, 0644, bytes(10));
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    java.util.random.RandomGenerator.of("L64X128MixRandom").nextBytes(bytes);
    return bytes;
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(Duration.ofMillis(millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
