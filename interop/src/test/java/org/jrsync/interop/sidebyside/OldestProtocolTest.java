package org.jrsync.interop.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrsync.interop.sidebyside.Scene.Route.LOCAL;
import static org.jrsync.interop.sidebyside.Scene.Route.PULL_BY_SHELL;
import static org.jrsync.interop.sidebyside.Scene.Route.PULL_FROM_DAEMON;
import static org.jrsync.interop.sidebyside.Scene.Route.PUSH_BY_SHELL;
import static org.jrsync.interop.sidebyside.Scene.Route.PUSH_TO_DAEMON;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.peer.Peers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Protocol 28 beside rsync: what cannot be told between the two sides is told by the one that
 * knows, and options that need more are refused.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OldestProtocolTest {
  private static final String TREES =
      "mkdir -p src/a/b src/e dst/a dst/extra/deep other/a; echo one >src/one; echo two >src/a/two;"
          + " echo 1 >src/a.b; echo 2 >src/a-c; echo three >src/a/b/three.o;"
          + " seq 9000 >src/big; (seq 100; seq 5000; echo x; seq 5000 9000) >dst/big;"
          + " echo x >dst/extra/deep/x; echo y >dst/a/y.o; echo old >dst/one; ln -s ../one src/a/link;"
          + " ln src/one src/e/hard; ln src/one src/hard; mkfifo src/pipe; echo same >src/a/same;"
          + " echo here >src/a/here; cp -p src/a/here dst/a/here; cp -p src/a/same other/a/same;"
          + " touch -h -d @1000000000 src/one src/a/b/* src/a/* src/a src/e src/pipe src/big src/a.b src/a-c"
          + " src dst/a/here other/a/same";

  @AutoClose private final Stage stage = new Stage();

  private static Scene scene(Scene.Route route, String... options) {
    String[] all = new String[options.length + 1];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = "--protocol=28";
    return Scene.of(route, String.join(" ", options), TREES, all).anyOrder();
  }

  private static List<Scene> scenes() {
    List<Scene> all = new ArrayList<>();
    for (Scene.Route route : Scene.Route.values()) {
      all.add(scene(route, "-aHi"));
      all.add(scene(route, "-aHv", "--delete"));
    }
    all.add(scene(LOCAL, "-aHvvi", "--no-W"));
    all.add(scene(PULL_BY_SHELL, "-avvn", "--delete"));
    all.add(scene(PUSH_BY_SHELL, "-av", "--delete-after", "--exclude=*.o", "--filter=P y*", "-C"));
    all.add(scene(PULL_BY_SHELL, "-ai", "--inplace", "--backup", "--suffix=.bak"));
    all.add(scene(PUSH_BY_SHELL, "-ai", "--inplace", "--backup", "--suffix=.bak"));
    all.add(scene(PULL_BY_SHELL, "-azi", "--partial-dir=.part", "--delay-updates"));
    all.add(scene(PUSH_BY_SHELL, "-acI"));
    all.add(scene(PULL_BY_SHELL, "-aiv", "--link-dest=../other"));
    all.add(scene(PUSH_BY_SHELL, "-av", "--compare-dest=../other"));
    all.add(scene(PUSH_BY_SHELL, "-dlptv", "--out-format=%i %n%L|%o|%b"));
    all.add(scene(PULL_BY_SHELL, "-rv", "--list-only"));
    all.add(scene(PULL_BY_SHELL, "-aRv").from("src/a"));
    all.add(scene(PUSH_BY_SHELL, "-av", "--remove-source-files"));
    all.add(scene(PULL_BY_SHELL, "-av", "--append"));
    all.add(scene(PULL_FROM_DAEMON, "-avvi"));
    all.add(scene(PUSH_TO_DAEMON, "-avv", "--delete-during"));
    return all;
  }

  @TestFactory
  Stream<DynamicTest> everyScene() {
    return stage.tests(scenes());
  }

  /** The side that finds the fault first tells it; which one that is depends on time. */
  @TestFactory
  Stream<DynamicTest> refusals() {
    return Stream.of(
            "-A",
            "-X",
            "-y",
            "-m",
            "--inplace --copy-dest=../other",
            "--link-dest=../other --link-dest=../more")
        .map(options -> DynamicTest.dynamicTest(options, () -> compareRefusal(options)));
  }

  private void compareRefusal(String options) {
    Path theirs = Peers.NEWEST.orSkip().binary();
    Scene scene = scene(PULL_BY_SHELL, ("-a " + options).split(" ", -1));
    Stage.Outcome expected = stage.play(scene, theirs, theirs);
    String told =
        expected.err().lines().filter(line -> line.contains("requires")).findFirst().orElse("none");
    assertThat(told).contains("(negotiated 28).");
    for (Path server : List.of(theirs, Jrsync.binary())) {
      Stage.Outcome ours = stage.play(scene, Jrsync.binary(), server);
      assertThat(ours.status()).isEqualTo(expected.status()).isEqualTo(2);
      assertThat(ours.err().lines()).contains(told);
      assertThat(ours.tree()).isEqualTo(expected.tree());
    }
    assertThat(stage.play(scene, theirs, Jrsync.binary()).status()).isEqualTo(2);
  }
}
