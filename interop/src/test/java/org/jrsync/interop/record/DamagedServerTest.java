package org.jrsync.interop.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Result;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.jrsync.interop.tree.TreeCompare;
import org.jrsync.interop.tree.TreeSnapshot;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our client with servers that cut their stream short, garble it or lie in it: it ends with rsync's
 * exit code and a plain message, and nothing broken gets a final name.
 */
class DamagedServerTest {
  private static final int SAMPLES = Integer.getInteger("jrsync.damage.samples", 12);

  /** One damaged stream to play to a client. */
  private record Damaged(Session session, String title, List<Byte> bytes) {
    static Damaged of(Session session, String title, byte[] bytes) {
      List<Byte> list = new ArrayList<>(bytes.length);
      for (byte b : bytes) {
        list.add(b);
      }
      return new Damaged(session, title, list);
    }

    byte[] stream() {
      byte[] stream = new byte[bytes.size()];
      for (int i = 0; i < stream.length; i++) {
        stream[i] = bytes.get(i);
      }
      return stream;
    }
  }

  static Stream<Session> sessions() {
    return Session.all().stream();
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void undamagedSessionsWork(Session session) {
    Recording recording = session.recorded();
    try (Scratch scratch = new Scratch();
        Player.FakeServer server =
            new Player.FakeServer(recording.fromServer(), recording.order())) {
      Path source = scratch.folder("src");
      Path copy = scratch.folder("dst");
      Session.source(new Disk(source));
      Session.older(new Disk(copy));
      Result result = session.client(Jrsync.binary(), server.port(), source, copy).run();
      assertThat(result.exitCode()).as(result.toString()).isIn(0, 25);
      if (!session.push()) {
        Disk disk = new Disk(copy);
        disk.remove(Name.of("extra"));
        disk.remove(Name.of("extra-2"));
        TreeCompare.assertSame(
            TreeSnapshot.of(new Disk(source)),
            TreeSnapshot.of(disk),
            TreeCompare.Ignore.ROOT,
            TreeCompare.Ignore.NANOS,
            TreeCompare.Ignore.LINKS);
      }
    }
  }

  /** The exit code is the one that rsync has for the same stream. */
  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
  Stream<DynamicTest> cutStreams() {
    List<Damaged> all = new ArrayList<>();
    for (Session session : Session.all()) {
      byte[] stream = session.recorded().fromServer();
      // The last bytes say goodbye: without them the work is done all the same.
      int end = stream.length - 40;
      Damage.truncate(
          stream,
          Math.max(1, end / SAMPLES),
          (title, bytes) -> {
            if (bytes.length < end) {
              all.add(Damaged.of(session, title, bytes));
            }
          });
    }
    return all.stream()
        .map(damaged ->
            DynamicTest.dynamicTest(
                damaged.session + ", " + damaged.title,
                () -> {
                  int code = play(damaged, Jrsync.binary());
                  assertThat(code)
                      .isNotZero()
                      .isEqualTo(play(damaged, Peers.NEWEST.orSkip().binary()));
                }));
  }

  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
  Stream<DynamicTest> garbledStreams() {
    List<Damaged> all = new ArrayList<>();
    for (Session session : Session.few()) {
      byte[] stream = session.recorded().fromServer();
      long seed = session.title().hashCode();
      Damage.flip(
          stream, seed, 2 * SAMPLES, (title, bytes) -> all.add(Damaged.of(session, title, bytes)));
      Damage.oversize(
          stream,
          20,
          Math.max(1, stream.length / (2 * SAMPLES)),
          (title, bytes) -> all.add(Damaged.of(session, title, bytes)));
      Damage.noise(
          stream, 0, seed, SAMPLES, (title, bytes) -> all.add(Damaged.of(session, title, bytes)));
    }
    return all.stream()
        .map(damaged ->
            DynamicTest.dynamicTest(
                damaged.session + ", " + damaged.title, () -> play(damaged, Jrsync.binary())));
  }

  /** Frames of every kind where none was, of true and false lengths. */
  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
  Stream<DynamicTest> unexpectedMessages() {
    List<Damaged> all = new ArrayList<>();
    Session session = Session.few().getFirst();
    Frames frames = Frames.parse(session.recorded().fromServer());
    for (int kind :
        List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 22, 33, 42, 86, 100, 101, 102, 200)) {
      byte[] four = {1, 0, 0, 0};
      all.add(
          Damaged.of(session, "kind " + kind + " of 4 bytes", frames.inserting(1, kind, 4, four)));
      all.add(
          Damaged.of(
              session,
              "kind " + kind + " without content",
              frames.inserting(2, kind, 0, new byte[0])));
      all.add(
          Damaged.of(
              session, "kind " + kind + " without end", frames.inserting(1, kind, 0xffffff, four)));
    }
    return all.stream()
        .map(damaged ->
            DynamicTest.dynamicTest(
                damaged.session + ", " + damaged.title, () -> play(damaged, Jrsync.binary())));
  }

  private static int play(Damaged damaged, Path binary) {
    try (Scratch scratch = new Scratch();
        Player.FakeServer server = new Player.FakeServer(damaged.stream(), List.of())) {
      Set<String> known = Session.knownContents(scratch);
      Path source = scratch.folder("src");
      Path copy = scratch.folder("dst");
      Session.source(new Disk(source));
      Session.older(new Disk(copy));
      TreeSnapshot before = TreeSnapshot.of(new Disk(source));
      Result result =
          damaged
              .session
              .client(binary, server.port(), source, copy)
              .limit(Duration.ofSeconds(40))
              .run();
      Optional<String> broken = Session.brokenFile(new Disk(copy), known);
      assertThat(broken).as(result.toString()).isEmpty();
      TreeCompare.assertSame(before, TreeSnapshot.of(new Disk(source)));
      // The server's own exit code (kind 86) comes after its messages and is passed on without
      // another.
      if (result.exitCode() != 0 && !damaged.title.startsWith("kind 86")) {
        assertThat(result.err()).as(result.toString()).isNotBlank();
      }
      assertThat(result.err() + result.out())
          .as(result.toString())
          .doesNotContain("Exception", "\tat ", "java.lang", "java.util");
      assertThat(result.exitCode()).as(result.toString()).isBetween(0, 35);
      return result.exitCode();
    }
  }
}
