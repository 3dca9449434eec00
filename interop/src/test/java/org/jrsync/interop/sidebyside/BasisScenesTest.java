package org.jrsync.interop.sidebyside;

import static org.jrsync.interop.sidebyside.Scene.Route.LOCAL;
import static org.jrsync.interop.sidebyside.Scene.Route.PULL_BY_SHELL;
import static org.jrsync.interop.sidebyside.Scene.Route.PULL_FROM_DAEMON;
import static org.jrsync.interop.sidebyside.Scene.Route.PUSH_BY_SHELL;
import static org.jrsync.interop.sidebyside.Scene.Route.PUSH_TO_DAEMON;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Further directories and similar names as a basis, with every byte of output and every link. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BasisScenesTest {
  /**
   * In the first further directory are files that are the same, that differ in mode, in time, in
   * content, or are missing; the second has some of these better.
   */
  private static final String TREES =
      "mkdir -p src/sub/deep a b dst; umask 022;"
          + " echo same >src/same; echo mode >src/mode; echo deep >src/sub/deep/f;"
          + " seq 20000 >src/big; echo 12345 >src/time; echo new >src/sub/new;"
          + " ln -s same src/link; ln -s other src/link2; mkfifo src/pipe;"
          + " echo h >src/h1; ln src/h1 src/h2; ln src/h1 src/sub/h3;"
          + " echo there >src/there; echo there2 >src/there2;"
          + " find src -exec touch -h -d @1000000000 {} +;"
          + " cp -a src/. a; cp -a src/. b;"
          + " chmod 600 a/mode; rm a/sub/new b/sub/new b/sub/h3; touch -d @1000000009 a/time;"
          + " seq 9000 >a/big; seq 9001 20000 >>a/big; ln -sf wrong a/link2; chmod 600 a/pipe;"
          + " echo older >dst/there; cp -p src/there2 dst; echo extra >dst/extra;"
          + " touch -h -d @1000000000 a/link2;"
          + " find src a b dst -type d -exec touch -d @1000000000 {} +";

  private static final String NAMES =
      "mkdir -p src/sub dst/sub a/sub;"
          + " seq 3000 >src/prog-1.3.c; seq 2999 >dst/prog-1.2.c; seq 99 >dst/prog-1.2.o;"
          + " seq 700 >src/sub/moved; seq 700 >dst/sub/other-name; seq 500 >dst/sub/moves;"
          + " seq 800 >src/sub/far.txt; seq 801 >a/sub/far.bak; seq 10 >dst/sub/x;"
          + " touch -d @1000000000 src/sub/moved dst/sub/other-name;"
          + " find src dst a -type d -exec touch -d @1000000000 {} +";

  /** Of the directories of the basis, two are links to elsewhere; one is another's, to root. */
  private static final String ELSEWHERE =
      "mkdir -p src/in src/bad src/plain a far dst; echo 1 >src/in/f; echo 2 >src/bad/g;"
          + " echo 3 >src/bad/h; echo 4 >src/plain/i;"
          + " find src -exec touch -d @1000000000 {} +; cp -a src/. far; cp -a src/plain a;"
          + " ln -s ../far/in a/in; ln -s ../far/bad a/bad; chown -h 1 a/bad || true";

  @AutoClose private final Stage stage = new Stage();

  private static List<Scene> scenes() {
    List<Scene> all = new ArrayList<>();
    for (String kind : List.of("--compare-dest=", "--copy-dest=", "--link-dest=")) {
      add(all, LOCAL, kind, TREES, "-aii", kind + "../a");
      add(all, LOCAL, kind, TREES, "-aHvv", kind + "../a", kind + "../b/");
      // With -H and --compare-dest, rsync's dry run waits for ever here.
      String dry = kind.startsWith("--compare") ? "-ain" : "-aHin";
      add(all, LOCAL, kind, TREES, dry, kind + "../b", "--delete");
      add(all, LOCAL, kind, TREES, "-rlic", kind + "../a", kind + "../nowhere", kind + "../a/big");
      add(all, PULL_BY_SHELL, kind, TREES, "-aHii", "--no-W", kind + "../a");
      add(all, PUSH_BY_SHELL, kind, TREES, "-aHii", "--delete", kind + "../a", kind + "../b");
      add(all, PUSH_BY_SHELL, kind, TREES, "-ai", "--protocol=30", "--inplace", kind + "../a");
      add(all, PUSH_TO_DAEMON, kind, TREES, "-ai", kind + "../b", kind + "/a");
    }
    for (Scene.Route route : List.of(LOCAL, PULL_BY_SHELL, PUSH_BY_SHELL, PUSH_TO_DAEMON)) {
      add(all, route, "links in a basis", ELSEWHERE, "-ai", "--link-dest=../a");
    }
    add(all, LOCAL, "links in a basis", ELSEWHERE, "-rivv", "--copy-dest=../a");
    add(all, LOCAL, "links in a basis", ELSEWHERE, "-ai", "--insecure-links", "--link-dest=../a");
    add(all, LOCAL, "a link to a basis", ELSEWHERE, "-ai", "--link-dest=../a/in");
    add(all, LOCAL, "a link to a basis", ELSEWHERE, "-ai", "--link-dest=../a/bad");
    String grown = "mkdir src dst; seq 20000 >src/f; seq 9000 >dst/f; seq 9 >src/g; seq 5 9 >dst/g";
    for (Scene.Route route : List.of(PULL_BY_SHELL, PUSH_BY_SHELL)) {
      add(all, route, "files that grow", grown, "-ri", "--append", "--protocol=29");
      add(all, route, "files that grow", grown, "-ri", "--append");
      add(all, route, "files that grow", grown, "-ri", "--append-verify");
    }
    add(all, LOCAL, "similar names", NAMES, "-aiy", "--no-W", "--debug=fuzzy2");
    add(all, LOCAL, "similar names", NAMES, "-ayy", "--compare-dest=../a", "--debug=fuzzy");
    for (Scene.Route route : List.of(PULL_BY_SHELL, PUSH_BY_SHELL, PULL_FROM_DAEMON)) {
      add(all, route, "similar names", NAMES, "-aiy");
      add(all, route, "similar names elsewhere", NAMES, "-aiyy", "--copy-dest=../a");
    }
    return all;
  }

  private static void add(
      List<Scene> all, Scene.Route route, String title, String setup, String... options) {
    all.add(Scene.of(route, title, setup, options).anyOrder());
  }

  @TestFactory
  Stream<DynamicTest> everyScene() {
    return stage.tests(scenes());
  }
}
