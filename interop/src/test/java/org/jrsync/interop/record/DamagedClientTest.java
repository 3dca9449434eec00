package org.jrsync.interop.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.jrsync.interop.tree.TreeCompare;
import org.jrsync.interop.tree.TreeSnapshot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our daemon with clients that cut their stream short, garble it or lie in it: each session ends,
 * nothing broken gets a final name, nothing outside the module changes, and the daemon goes on
 * serving.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamagedClientTest {
  /** Larger than 1 for a quicker look that leaves places out. */
  private static final int STEP = Integer.getInteger("jrsync.damage.step", 1);

  private final Scratch scratch = new Scratch();
  private final Path source = scratch.folder("src");
  private final Path copy = scratch.folder("dst");
  private final Set<String> known = Session.knownContents(scratch);
  private Optional<RsyncDaemon> started = Optional.empty();
  private TreeSnapshot sourceBefore = TreeSnapshot.of(new Disk(source));

  @BeforeAll
  void serve() {
    Peers.NEWEST.orSkip();
    Session.source(new Disk(source));
    sourceBefore = TreeSnapshot.of(new Disk(source));
    started =
        Optional.of(
            RsyncDaemon.start(
                Jrsync.binary(), scratch.folder("daemon"), Session.modules(source, copy)));
  }

  @AfterAll
  void end() {
    started.ifPresent(RsyncDaemon::close);
    scratch.close();
  }

  static Stream<Session> sessions() {
    return Session.all().stream();
  }

  static Stream<Session> few() {
    return Session.few().stream();
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void undamagedSessionsWork(Session session) {
    Recording recording = session.recorded();
    reset();
    Player.toServer(daemon().port(), recording.fromClient(), recording.order());
    if (session.push() && !session.options().contains("--delete")) {
      Disk disk = new Disk(copy);
      disk.remove(Name.of("extra"));
      disk.remove(Name.of("extra-2"));
      disk.time(Name.of(""), 0, 0);
      TreeCompare.assertSame(
          sourceBefore,
          TreeSnapshot.of(disk),
          TreeCompare.Ignore.ROOT,
          TreeCompare.Ignore.NANOS,
          TreeCompare.Ignore.LINKS);
    }
    assertServing();
  }

  @ParameterizedTest
  @MethodSource("few")
  void cutAfterEveryByte(Session session) {
    Recording recording = session.recorded();
    Damage.truncate(recording.fromClient(), STEP, this::play);
    assertServing();
  }

  @ParameterizedTest
  @MethodSource("few")
  void flippedBits(Session session) {
    Recording recording = session.recorded();
    Damage.flip(recording.fromClient(), session.title().hashCode(), 300 / STEP, this::play);
    assertServing();
  }

  @ParameterizedTest
  @MethodSource("few")
  void oversizedNumbers(Session session) {
    Recording recording = session.recorded();
    Damage.oversize(recording.fromClient(), 0, 2 * STEP, this::play);
    assertServing();
  }

  @ParameterizedTest
  @MethodSource("few")
  void noise(Session session) {
    Recording recording = session.recorded();
    Damage.noise(recording.fromClient(), 0, session.title().hashCode(), 200 / STEP, this::play);
    assertServing();
  }

  /**
   * A frame of every kind, known or not, empty, short, long and with a false length, at each place.
   */
  @ParameterizedTest
  @MethodSource("few")
  void unexpectedMessages(Session session) {
    if (session.options().contains("--protocol=29")) {
      return; // Its clients do not multiplex.
    }
    Frames frames = Frames.parse(session.recorded().fromClient());
    for (int kind :
        List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 22, 33, 42, 86, 100, 101, 102, 200)) {
      for (int index = 0; index <= frames.count(); index += 2 * STEP) {
        play(
            "kind " + kind + " empty before frame " + index,
            frames.inserting(index, kind, 0, new byte[0]));
        play(
            "kind " + kind + " of 4 before frame " + index,
            frames.inserting(index, kind, 4, new byte[] {1, 2, 3, 4}));
        play(
            "kind " + kind + " of 99 before frame " + index,
            frames.inserting(index, kind, 99, new byte[99]));
        play(
            "kind " + kind + " endless before frame " + index,
            frames.inserting(index, kind, 0xffffff, new byte[3]));
      }
    }
    assertServing();
  }

  private void play(String damage, byte[] bytes) {
    reset();
    try {
      Player.toServer(daemon().port(), bytes);
    } catch (AssertionError e) {
      throw new AssertionError(damage, e);
    }
    assertThat(Session.brokenFile(new Disk(copy), known)).as(damage).isEmpty();
  }

  private void reset() {
    Disk disk = new Disk(copy);
    for (Name name : disk.list(Name.of(""))) {
      disk.remove(name);
    }
    Session.older(disk);
  }

  private void assertServing() {
    assertThat(daemon().greets()).as("the daemon goes on").isTrue();
    assertThat(daemon().everythingLogged()).doesNotContain("Exception", "\tat ", "java.lang");
    TreeCompare.assertSame(sourceBefore, TreeSnapshot.of(new Disk(source)));
  }

  private RsyncDaemon daemon() {
    return started.orElseThrow();
  }
}
