package org.jrsync.interop.sidebyside;

import static org.jrsync.interop.sidebyside.Scene.Route.LOCAL;
import static org.jrsync.interop.sidebyside.Scene.Route.PULL_BY_SHELL;
import static org.jrsync.interop.sidebyside.Scene.Route.PUSH_BY_SHELL;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every escape of {@code --out-format}, and every form of numbers, lines and progress. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutputTest {
  private static final String TREES =
      "mkdir -p src/d/e dst/d; seq 200000 >src/big; seq 100000 >dst/big; echo one >src/one;"
          + " ln -s one src/ln; ln src/one src/d/hard; printf x >src/bé; echo z >dst/gone;"
          + " printf y >src/$(printf 'b\\377\\033\\\\#033'); mkfifo src/p;"
          + " touch -h -d @1000000000 src/* src/d/* src/d/e src/d src dst/*; touch -d @1000000000 dst/d";

  /** All but the time of the day and the process. */
  private static final String ESCAPES = "abcfGhilLmMnoPuUBCI%";

  @AutoClose private final Stage stage = new Stage();

  private static Scene scene(Scene.Route route, String... options) {
    return Scene.of(route, String.join(" ", options), TREES, options);
  }

  /** A format that has every escape, each with what stands between its letter and the percent. */
  private static String format(String modifiers) {
    return "--out-format="
        + ESCAPES
            .chars()
            .mapToObj(escape -> "[" + (char) escape + " %" + modifiers + (char) escape + "]")
            .collect(Collectors.joining());
  }

  private static List<Scene> scenes() {
    List<Scene> all = new ArrayList<>();
    for (String modifiers : List.of("", "9", "-9", "'", "''", "'''9")) {
      all.add(scene(LOCAL, "-aH", "--no-W", "--delete", format(modifiers)));
    }
    // Without data, whose sizes depend on the peers' versions.
    all.add(scene(PULL_BY_SHELL, "-aHn", "--delete", format("")));
    all.add(scene(PUSH_BY_SHELL, "-aHn", "--delete", format("'")));
    for (String wrong : List.of("", "x", "%", "%q", "%9")) {
      all.add(scene(LOCAL, "-a", "--out-format=" + wrong));
    }
    for (String numbers : List.of("-h", "-hh", "-hhh", "--no-h")) {
      all.add(scene(LOCAL, "-a", "--no-W", numbers, "--out-format=%l %b %c %n"));
      all.add(scene(LOCAL, "-a", "--list-only", numbers));
      all.add(scene(LOCAL, "-a", "--no-W", "--progress", numbers));
    }
    all.add(scene(LOCAL, "-av8"));
    all.add(scene(LOCAL, "-av"));
    all.add(scene(LOCAL, "-aP", "--no-i-r"));
    all.add(scene(LOCAL, "-a", "--no-W", "--info=progress2"));
    all.add(scene(LOCAL, "-a", "--no-W", "--info=progress2,name0", "--no-i-r"));
    for (String buffering : List.of("N", "line", "b", "x")) {
      all.add(scene(LOCAL, "-av", "--outbuf=" + buffering));
    }
    return all;
  }

  @TestFactory
  Stream<DynamicTest> everyScene() {
    return stage.tests(scenes());
  }
}
