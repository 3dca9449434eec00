package org.jrsync.interop.sidebyside;

import static org.jrsync.interop.sidebyside.Scene.Route.PULL_BY_SHELL;
import static org.jrsync.interop.sidebyside.Scene.Route.PULL_FROM_DAEMON;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** What the arguments of a pull stand for, and which of that lets a name in, as told by rsync. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImpliedIncludesTest {
  private static final String FILES =
      "mkdir -p src/a/b 'src/[x]y' src/x.y/.z 'src/b\\c/d' dst; cd src; touch f a/g a/b/h '[x]y/z'"
          + " x.y/.z/k 'b\\c/d/e' 'a]b'; cd ..;"
          + " printf '%s\\n' a/b '[x]y/' '' ./f 'b\\c//d' >list; printf x.y >>list";

  @AutoClose private final Stage stage = new Stage();

  private static Scene scene(String source, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--debug=filter3");
    String title = "implied includes of " + source;
    return Scene.of(PULL_BY_SHELL, title, FILES, all.toArray(String[]::new))
        .from(source)
        .anyOrder();
  }

  private static List<Scene> scenes() {
    List<Scene> all = new ArrayList<>();
    for (String source : List.of("src/", "src", "src/b\\c", "src/[x]y", "src/?]b", "src/x.y/.")) {
      all.add(scene(source, "-r"));
      all.add(scene(source, "-rR"));
    }
    all.add(scene("src/", "-d"));
    all.add(scene("src/f", "-t"));
    all.add(scene("src//./x.y/.z/./", "-dR"));
    all.add(scene("src/[ab]*/d", "-rR"));
    all.add(scene("src/b\\c/*", "-rR"));
    all.add(scene("src", "-rR", "--files-from=list"));
    all.add(scene("src", "-r", "--no-R", "--files-from=list"));
    return all;
  }

  /** The client's own rules are looked at too, as far as the sender is not trusted. */
  private static List<Scene> ruleScenes() {
    List<Scene> all = new ArrayList<>();
    for (String option :
        List.of("-C", "--no-i-r", "--filter=: .rf", "--old-args", "--trust-sender", "-f-p f")) {
      all.add(scene("src/", "-r", "--include=g", "--exclude=z", option));
    }
    String told = "rules told by a generator";
    all.add(Scene.of(PULL_BY_SHELL, told, FILES, "-r", "--include=g", "--debug=filter").anyOrder());
    all.add(
        Scene.of(PULL_FROM_DAEMON, "from a daemon", FILES, "-rR", "--debug=filter3")
            .from("src/a")
            .anyOrder());
    return all;
  }

  @TestFactory
  Stream<DynamicTest> everyScene() {
    return Stream.of(scenes(), ruleScenes()).flatMap(stage::tests);
  }
}
