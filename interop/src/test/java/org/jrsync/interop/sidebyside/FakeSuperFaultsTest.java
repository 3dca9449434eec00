package org.jrsync.interop.sidebyside;

import static org.jrsync.interop.sidebyside.Scene.Route.LOCAL;
import static org.jrsync.interop.sidebyside.Scene.Route.PULL_BY_SHELL;
import static org.jrsync.interop.sidebyside.Scene.Route.PULL_FROM_DAEMON;
import static org.jrsync.interop.sidebyside.Scene.Route.PUSH_BY_SHELL;
import static org.jrsync.interop.sidebyside.Scene.Route.PUSH_TO_DAEMON;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.peer.Peers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * {@code --fake-super} with attributes that are of no use, beside rsync. How often it looks at a
 * file is its own affair, and a file that it has open it calls {@code fd}: what it says is compared
 * once for each file.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FakeSuperFaultsTest {
  /** Attributes that are longer than what is looked at. */
  private static final String UNREADABLE =
      "mkdir -p src/d; cd src; echo 1 >f; echo 2 >g; echo 3 >d/h; L=$(head -c 300 /dev/zero | tr"
          + " '\\0' x); for f in f d d/h; do setfattr -n user.rsync.%stat -v $L $f; done; cd ..;"
          + " touch -d @1000000000 src/d/* src/* src;";

  private static final String BOTH = UNREADABLE + " cp -a src dst; echo 4 >dst/f;";
  private static final String ALONE = UNREADABLE + " mkdir dst;";
  private static final String CORRUPT =
      "mkdir -p src/d dst; echo 1 >src/d/f; setfattr -n user.rsync.%stat -v '100644 0' src/d/f;";

  @AutoClose private final Stage stage = new Stage();
  @AutoClose private final Stage served = new Stage("", List.of("fake super = yes"));

  private static Scene scene(Scene.Route route, String title, String setup, String... options) {
    return Scene.of(route, title, setup, options).anyOrder();
  }

  private static List<Scene> scenes() {
    return List.of(
        scene(LOCAL, "a list", ALONE, "-ain", "--list-only", "--fake-super"),
        scene(LOCAL, "both sides", BOTH, "-ai", "--fake-super"),
        scene(PULL_BY_SHELL, "a sending server", BOTH, "-ai", "-M--fake-super"),
        scene(PULL_BY_SHELL, "a receiver", BOTH, "-ai", "--delete", "--fake-super"),
        scene(PUSH_BY_SHELL, "a receiving server", BOTH, "-ai", "--delete", "-M--fake-super"),
        scene(PUSH_BY_SHELL, "a sender", BOTH, "-aiR", "--fake-super").from("./src/d"),
        scene(LOCAL, "one that makes no sense", CORRUPT, "-r", "--no-i-r", "--fake-super"));
  }

  private static List<Scene> modules() {
    return List.of(
        scene(PULL_FROM_DAEMON, "a module", BOTH, "-ai"),
        scene(PULL_FROM_DAEMON, "part of a module", BOTH, "-ai").from("src/d"),
        scene(PUSH_TO_DAEMON, "a receiving module", BOTH, "-ai", "--delete"));
  }

  private static Stage.Outcome once(Stage.Outcome outcome) {
    String err =
        outcome
            .err()
            .lines()
            .filter(line -> !line.contains("/fd\""))
            .distinct()
            .collect(Collectors.joining("\n"));
    return new Stage.Outcome(outcome.status(), outcome.out(), err, outcome.tree());
  }

  private static DynamicTest test(Stage stage, Scene scene) {
    return DynamicTest.dynamicTest(
        scene.route() + ": " + scene.title() + " " + scene.options(),
        () -> {
          Path theirs = Peers.NEWEST.orSkip().binary();
          Path ours = Jrsync.binary();
          Reference<Stage.Outcome> expected =
              new Reference<>(() -> once(stage.play(scene, theirs, theirs)));
          expected.expect("our client", once(stage.play(scene, ours, theirs)));
          expected.expect("our server", once(stage.play(scene, theirs, ours)));
        });
  }

  @TestFactory
  Stream<DynamicTest> everyScene() {
    return scenes().stream().map(scene -> test(stage, scene));
  }

  @TestFactory
  Stream<DynamicTest> everySceneWithModules() {
    return modules().stream().map(scene -> test(served, scene));
  }
}
