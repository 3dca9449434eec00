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

/** What becomes of symbolic links, beside rsync. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinkRulesTest {
  private static final String SOURCES =
      "mkdir -p src/dir/sub src/e dst out/od; echo a >src/a; echo 1 >src/dir/1; echo o >out/o;"
          + " echo p >out/od/p; ln -s a src/la; ln -s dir src/ldir; ln -s ../out/o src/lo;"
          + " ln -s ../out/od src/lod; ln -s nowhere src/none; ln -s ../nowhere src/unone;"
          + " ln -s ../a src/dir/up; ln -s ../../out/o src/dir/upup; ln -s sub/../1 src/dir/emb;"
          + " touch -h -d @1000000000 src/* src/dir/* src out/* out/od/*";
  private static final String INSIDE =
      "mkdir -p src/dir/sub dst; echo a >src/a; echo 1 >src/dir/1; ln -s a src/la;"
          + " ln -s dir src/ldir; touch -h -d @1000000000 src/* src/dir/* src";
  private static final String KEPT =
      "mkdir -p src/dir/sub dst/real; echo 1 >src/dir/f; echo 2 >src/dir/sub/g; ln -s real dst/dir;"
          + " echo x >dst/real/x; ln -s real src/other; ln -s real dst/other;"
          + " touch -h -d @1000000000 src/dir/* src/dir src/* src dst/real/x dst/real dst/*";

  /** The link that is kept leads out of the destination, by a relative way or an absolute one. */
  private static final String LEADS_OUT =
      "mkdir -p src/dir/sub dst out; echo 1 >src/dir/f; echo 2 >src/dir/sub/g; echo 3 >src/h;"
          + " ln -s ../out dst/dir; touch -d @1000000000 src/h src/dir/* src/dir src";

  @AutoClose private final Stage stage = new Stage();

  private static Scene scene(Scene.Route route, String setup, String... options) {
    return Scene.of(route, String.join(" ", options), setup, options).anyOrder();
  }

  @TestFactory
  Stream<DynamicTest> everyScene() {
    List<Scene> all = new ArrayList<>();
    all.add(scene(LOCAL, SOURCES, "-aiLc"));
    all.add(scene(LOCAL, SOURCES, "-avvk", "--copy-unsafe-links"));
    all.add(scene(LOCAL, SOURCES, "-aiv", "--safe-links"));
    all.add(scene(LOCAL, SOURCES, "-a", "-M--munge-links"));
    all.add(scene(LOCAL, SOURCES, "-aiRL").from("src/./ldir"));
    all.add(scene(LOCAL, SOURCES, "-aiR", "--copy-unsafe-links").from("src/lo"));
    all.add(scene(LOCAL, SOURCES, "-a", "--confine-root=here"));
    all.add(scene(LOCAL, SOURCES, "-a", "--confine-root=/here", "--insecure-links"));
    all.add(scene(PULL_BY_SHELL, SOURCES, "-aiL"));
    all.add(scene(PULL_BY_SHELL, SOURCES, "-aik", "--safe-links", "--protocol=29"));
    all.add(scene(PUSH_BY_SHELL, SOURCES, "-ai", "--copy-unsafe-links"));
    all.add(scene(PULL_FROM_DAEMON, INSIDE, "-aiL"));
    all.add(scene(PULL_FROM_DAEMON, INSIDE, "-aik"));
    all.add(scene(LOCAL, KEPT, "-rltiK", "--delete"));
    all.add(scene(PUSH_BY_SHELL, KEPT, "-rltiK"));
    all.add(scene(PUSH_TO_DAEMON, KEPT, "-rltiK", "--delete"));
    all.add(scene(PULL_BY_SHELL, KEPT, "-rlti"));
    all.add(scene(LOCAL, LEADS_OUT, "-aKi"));
    all.add(scene(LOCAL, LEADS_OUT, "-aKin"));
    all.add(scene(LOCAL, LEADS_OUT + "; rmdir out", "-aKi"));
    all.add(scene(LOCAL, LEADS_OUT + "; rmdir out; echo >out", "-aKi"));
    all.add(scene(LOCAL, LEADS_OUT + "; ln -sfn $PWD/out dst/dir", "-aKi"));
    all.add(scene(PUSH_BY_SHELL, LEADS_OUT, "-rKi"));
    all.add(scene(PULL_BY_SHELL, LEADS_OUT, "-rKi"));
    // What a client may not learn of is kept without a look.
    all.add(scene(PUSH_TO_DAEMON, LEADS_OUT + "; ln -sfn ../.. dst/dir", "-rKi"));
    return stage.tests(all);
  }
}
