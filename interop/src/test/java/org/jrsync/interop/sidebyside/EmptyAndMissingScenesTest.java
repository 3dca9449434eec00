package org.jrsync.interop.sidebyside;

import static org.jrsync.interop.sidebyside.Scene.Route.LOCAL;
import static org.jrsync.interop.sidebyside.Scene.Route.PULL_BY_SHELL;
import static org.jrsync.interop.sidebyside.Scene.Route.PUSH_BY_SHELL;
import static org.jrsync.interop.sidebyside.Scene.Route.PUSH_TO_DAEMON;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Directories that lead to nothing, and arguments that name nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmptyAndMissingScenesTest {
  private static final String TREES =
      "mkdir -p src/e1/e2/e3 src/k/d src/k/e src/z dst/e1/e2 dst/k/e dst/old dst/gonedir/sub;"
          + " echo 1 >src/k/d/f; echo 2 >src/top; echo 3 >src/z/x.o; echo 5 >dst/e1/e2/keep;"
          + " echo 9 >dst/gone; echo 9 >dst/gonedir/sub/f;"
          + " find src dst -exec touch -h -d @1000000000 {} +";

  @AutoClose private final Stage stage = new Stage();

  private static List<Scene> scenes() {
    List<Scene> all = new ArrayList<>();
    add(all, LOCAL, "src/", "-aim", "--delete");
    add(all, LOCAL, "src/", "-aimvv", "--exclude=*.o", "--filter=P e2/", "--delete-after");
    add(all, LOCAL, "src/gone", "-ai", "--delete-missing-args");
    add(all, LOCAL, "src/gonedir", "-ai", "--delete-missing-args");
    add(all, LOCAL, "src/gonedir", "-ain", "--delete-missing-args", "--force");
    add(all, LOCAL, "src/gone", "--list-only", "--delete-missing-args");
    add(all, LOCAL, "src/./k/none", "-aRi", "--delete-missing-args");
    add(all, LOCAL, "src/none", "-ai", "--ignore-missing-args");
    for (Scene.Route route : List.of(PULL_BY_SHELL, PUSH_BY_SHELL, PUSH_TO_DAEMON)) {
      add(all, route, "src/", "-aim", "--delete", "--filter=P e2/");
      add(all, route, "src/", "-aim", "--protocol=29");
      add(all, route, "src/gone", "-ai", "--delete-missing-args");
      add(all, route, "src/none", "-ai", "--ignore-missing-args");
    }
    return all;
  }

  private static void add(List<Scene> all, Scene.Route route, String source, String... options) {
    all.add(Scene.of(route, source, TREES, options).from(source).anyOrder());
  }

  @TestFactory
  Stream<DynamicTest> everyScene() {
    return stage.tests(scenes());
  }
}
