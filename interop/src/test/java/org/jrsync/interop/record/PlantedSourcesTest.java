package org.jrsync.interop.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;
import org.jrsync.interop.tree.TreeCompare;
import org.jrsync.interop.tree.TreeSnapshot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A sender that is after what lies beside the destination: it names a file there as the basis of
 * another, or sends a link and then a file below it.
 */
class PlantedSourcesTest {
  private static final byte[] SECRET = HostileSender.GUESSED.getBytes(ISO_8859_1);

  private static Disk neighbour(Ground ground) {
    Disk neighbour = new Disk(ground.folder("neighbour"));
    neighbour.file(Name.of("file"), 0644, SECRET);
    return neighbour;
  }

  /** A guess of the file's content must not be confirmed, and the content not be copied. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void noOtherFileIsTakenAsBasis(boolean incremental) {
    Hostile session = new Hostile(Reader.CLIENT_RECEIVER, 33, incremental, "");
    try (Ground ground = new Ground()) {
      TreeSnapshot before = TreeSnapshot.of(neighbour(ground));
      String path = ground.folder("neighbour").toString();
      for (String name :
          List.of("../neighbour/file", path + "/file", "sub/../../neighbour/file", "..", "", "/")) {
        ground.reset();
        Script script = session.with("file: name", name.getBytes(ISO_8859_1));
        for (String option : List.of("--fuzzy", "--no-fuzzy")) {
          LocalClient.Outcome outcome = LocalClient.play(session.session(), ground, script, option);
          assertThat(outcome.exitCode()).as(name + ": " + outcome).isEqualTo(2);
          assertThat(outcome.errors())
              .allMatch(line -> line.contains("refusing malicious fuzzy operation for " + name));
          ground.assertWhole(name);
        }
      }
      TreeCompare.assertSame(before, TreeSnapshot.of(new Disk(ground.folder("neighbour"))));
      // A file beside the other may be its basis, if that is wanted.
      ground.reset();
      Disk copy = new Disk(ground.copy());
      copy.file(Name.of("like"), 0644, SECRET);
      Script script = session.with("file: name", "like".getBytes(ISO_8859_1));
      LocalClient.Outcome outcome = LocalClient.play(session.session(), ground, script, "--fuzzy");
      assertThat(outcome.exitCode()).as(outcome.toString()).isIn(0, 23);
      assertThat(copy.read(Name.of("a"), 0, 100)).isEqualTo(SECRET);
    }
  }

  static Stream<Arguments> plants() {
    Stream.Builder<Arguments> all = Stream.builder();
    for (Reader reader : List.of(Reader.CLIENT_RECEIVER, Reader.SERVER_RECEIVER)) {
      for (boolean incremental : new boolean[] {true, false}) {
        for (boolean folder : new boolean[] {true, false}) {
          all.add(Arguments.of(new Hostile(reader, 33, incremental, ""), folder));
        }
      }
    }
    return all.build();
  }

  @ParameterizedTest
  @MethodSource("plants")
  void nothingIsWrittenBehindALinkThatWasSent(Hostile session, boolean folder) {
    try (Ground ground = new Ground();
        LocalDaemon daemon = new LocalDaemon(ground)) {
      TreeSnapshot before = TreeSnapshot.of(neighbour(ground));
      String absolute = ground.folder("neighbour").toString();
      for (String target : List.of("../neighbour", absolute, "./../dst/../neighbour")) {
        ground.reset();
        List<String> told = new ArrayList<>();
        int code = play(session, session.planted(target, folder), ground, daemon, told);
        String what = target + ": code " + code + ", " + told;
        assertThat(code).as(what).isIn(0, 2, 4, 12, 23);
        assertThat(told)
            .as(what)
            .noneMatch(line -> line.contains("internal error") || line.contains("Exception"));
        TreeCompare.assertSame(before, TreeSnapshot.of(new Disk(ground.folder("neighbour"))));
      }
      // The same file arrives where there is a folder, and no link.
      ground.reset();
      List<String> told = new ArrayList<>();
      int code = play(session, session.planted(null, true), ground, daemon, told);
      assertThat(code).as(told.toString()).isIn(0, 23);
      assertThat(new Disk(ground.copy()).read(Name.of("way/file"), 0, 100))
          .isEqualTo(SampleTree.HAND_MADE);
    }
  }

  private static int play(
      Hostile session, Script script, Ground ground, LocalDaemon daemon, List<String> told) {
    if (session.reader().server()) {
      LocalDaemon.Outcome outcome = daemon.play(script);
      told.addAll(outcome.log());
      return outcome.exitStatus();
    }
    LocalClient.Outcome outcome = LocalClient.play(session.session(), ground, script);
    told.addAll(outcome.errors());
    return outcome.exitCode();
  }
}
