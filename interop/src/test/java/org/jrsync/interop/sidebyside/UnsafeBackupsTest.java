package org.jrsync.interop.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

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
 * {@code --safe-links} with {@code --backup}: links that lead out of the destination are deleted
 * and replaced there, and not kept; those that stay inside are.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnsafeBackupsTest {
  /** Links that are to be deleted, to become files, and to lead elsewhere. */
  private static final String LINKS =
      "mkdir -p src/s dst/s; echo new >src/file; echo new >src/s/file; ln -s file src/moved;"
          + " ln -s ../file src/s/moved; cd dst;"
          + " for at in . s; do ln -s ../../../secret $at/gone; ln -s /etc/passwd $at/file;"
          + " ln -s /secret $at/moved; ln -s s/../../../secret $at/around; done;"
          + " ln -s near inside; ln -s ../near s/inside; cd ..;"
          + " find . -print0 | xargs -0 touch -h -d @1500000000; touch -d @1600000000 src/file";

  @AutoClose private final Stage stage = new Stage();

  private static List<Scene> scenes() {
    List<Scene> all = new ArrayList<>();
    for (Scene.Route route : Scene.Route.values()) {
      all.add(scene(route, "beside the files", "-b", "--suffix=.old"));
      all.add(scene(route, "in a directory", "--backup-dir=bak", "--exclude=/bak"));
      all.add(scene(route, "for good at the end", "-b", "--suffix=.old", "--delete-after"));
    }
    return all;
  }

  private static Scene scene(Scene.Route route, String title, String... options) {
    List<String> words = new ArrayList<>(List.of("-aivv", "--safe-links", "--delete"));
    words.addAll(List.of(options));
    return Scene.of(route, title, LINKS, words.toArray(String[]::new)).anyOrder();
  }

  @TestFactory
  Stream<DynamicTest> asWithRsync() {
    return stage.tests(scenes());
  }

  @TestFactory
  Stream<DynamicTest> whatLeadsOutIsNotKept() {
    return scenes().stream()
        .map(scene ->
            DynamicTest.dynamicTest(
                scene.route() + ": " + scene.title(),
                () -> {
                  check(stage.play(scene, Jrsync.binary(), Peers.NEWEST.orSkip().binary()));
                  check(stage.play(scene, Peers.NEWEST.orSkip().binary(), Jrsync.binary()));
                }));
  }

  private static void check(Stage.Outcome outcome) {
    assertThat(outcome.status()).as(outcome.toString()).isZero();
    List<String> links =
        outcome.tree().lines().filter(line -> line.matches("dst/.* l .*")).toList();
    assertThat(links)
        .noneMatch(line -> line.contains("secret") || line.contains("passwd"))
        .filteredOn(line -> line.contains("inside"))
        .hasSize(2);
  }
}
