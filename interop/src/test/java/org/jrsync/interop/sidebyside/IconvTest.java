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

/**
 * {@code --iconv} beside rsync. KOI8-R has its letters in another order than UTF-8, so that the two
 * sides sort names differently.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IconvTest {
  private static final String TREES =
      "mkdir -p src/ю/а src/б src/ц dst; echo 1 >src/а; echo 2 >src/ц/б; echo 3 >src/ю/а/ж;"
          + " echo 4 >src/ю/ц; echo 5 >src/z; ln -s ю/ц src/л; ln -s z src/к; ln src/z src/ы;"
          + " ln src/z src/г; ln src/z src/ю/д; echo 7 >src/д; echo 8 >src/е; mkfifo src/ф;"
          + " touch -h -d @1000000000 src/* src/*/* src";

  /** In KOI8-R what {@link #TREES} has in UTF-8. */
  private static final String KOI8 =
      TREES
          + "; mkdir old; mv src old; LC_ALL=C; cd old; find . -depth -name '*[!a-z./]*' | while read -r n;"
          + " do d=${n%/*}; b=${n##*/}; c=$(printf %s \"$b\" | iconv -f utf8 -t koi8r);"
          + " [ \"$b\" = \"$c\" ] || mv \"$n\" \"$d/$c\"; done; cd ..; mv old/src src; rmdir old;"
          + " touch -h -d @1000000000 src/* src/*/* src";

  /** Names that KOI8-R does not have, and one that is no UTF-8, at the top. */
  private static final String STRANGE =
      "mkdir -p src dst; echo 1 >src/а; echo 2 >src/日本; echo 3 >src/$(printf 'x\\377');"
          + " ln -s а src/к; echo 9 >dst/extra; touch -h -d @1000000000 src/* src";

  private static final String LINK = "; ln -s 日 src/л; touch -h -d @1000000000 src/* src";
  private static final String MISSING = LINK + "; rm -r dst";
  private static final String STRANGE_BELOW =
      "mkdir -p src/d dst; echo 1 >src/d/日; echo 2 >src/d/а; echo 3 >src/d/б日; touch -d @1000000000 src src/d";

  /** Two directories that are both the top, one that is empty, and a file. */
  private static final String TOPS =
      "mkdir -p src other src/empty; echo 1 >src/a; echo 2 >src/日; echo 3 >other/b; echo 4 >file;"
          + " chmod 700 src other";

  @AutoClose private final Stage stage = new Stage();
  @AutoClose private final Stage served = new Stage("", List.of("charset = koi8-r"));

  private static Scene scene(Scene.Route route, String setup, String... options) {
    return Scene.of(route, String.join(" ", options), setup, options).anyOrder();
  }

  private static List<Scene> byShell() {
    List<Scene> all = new ArrayList<>();
    all.add(scene(LOCAL, TREES, "-aHi", "--iconv=utf8,koi8r"));
    all.add(scene(LOCAL, TREES, "-aHi", "--no-i-r", "--iconv=.,KOI8-R", "--delete"));
    all.add(scene(LOCAL, TREES, "-ai", "--iconv=."));
    all.add(scene(LOCAL, TREES, "-ai", "--iconv=utf8,koi8r", "--no-iconv"));
    all.add(scene(LOCAL, TREES, "-ai", "--no-iconv", "--iconv=-"));
    all.add(scene(LOCAL, TREES, "-ai", "--iconv=utf8,koi8r", "--protocol=29"));
    for (Scene.Route route : List.of(PULL_BY_SHELL, PUSH_BY_SHELL)) {
      String setup = route == PULL_BY_SHELL ? KOI8 : TREES;
      all.add(scene(route, setup, "-aHi", "--iconv=utf8,koi8r"));
      all.add(scene(route, setup, "-aHi", "--no-i-r", "--iconv=utf-8,KOI8R"));
      all.add(scene(route, setup, "-aHi", "--protocol=30", "--iconv=utf8,koi8-r"));
      all.add(scene(route, setup, "-aHi", "--protocol=29", "--iconv=utf8,koi8-r"));
    }
    all.add(scene(LOCAL, TREES, "-aivv", "--iconv=utf8,koi8r"));
    all.add(scene(PULL_BY_SHELL, KOI8, "-aivv", "--iconv=utf8,koi8r"));
    all.add(scene(PUSH_BY_SHELL, TREES, "-aivvs", "--stderr=client", "--iconv=utf8,koi8r"));
    all.add(scene(LOCAL, TREES, "-ai", "--iconv=nothing,utf8"));
    all.add(scene(PULL_BY_SHELL, STRANGE + LINK, "-ai", "--delete", "--iconv=utf8,koi8r"));
    all.add(scene(PUSH_BY_SHELL, STRANGE, "-ai", "--delete", "--iconv=utf8,koi8r"));
    all.add(scene(LOCAL, STRANGE + LINK, "-ai", "--iconv=utf8,koi8r"));
    for (String to : List.of("errors", "all", "client")) {
      String stderr = "--stderr=" + to;
      all.add(scene(PUSH_BY_SHELL, STRANGE + LINK, "-ai", stderr, "--iconv=utf8,koi8r"));
    }
    all.add(scene(PUSH_BY_SHELL, STRANGE + MISSING, "-ai", "--iconv=utf8,koi8r"));
    all.add(
        scene(
            PULL_BY_SHELL,
            STRANGE_BELOW,
            "-ai",
            "--trust-sender",
            "--no-i-r",
            "--iconv=koi8r,utf8"));
    String extra = TREES + "; mkdir dst/щ; echo x >dst/щ/х; echo y >dst/ц";
    all.add(scene(PUSH_BY_SHELL, extra, "-aiv", "--delete", "--iconv=utf8"));
    all.add(scene(PULL_BY_SHELL, KOI8, "-ais", "--iconv=utf8,koi8r").from("src/ю"));
    String list = "; printf 'ю/а\\nz\\nнет\\n' >list";
    all.add(
        scene(
            PULL_BY_SHELL,
            KOI8 + list,
            "-airs",
            "--stderr=client",
            "--iconv=utf8,koi8r",
            "--files-from=list"));
    all.add(scene(PULL_BY_SHELL, TREES + list, "-air", "--iconv=utf8", "--files-from=list"));
    all.add(
        scene(PUSH_BY_SHELL, TREES + list, "-airs", "--iconv=utf8,koi8r", "--files-from=:list"));
    return all;
  }

  /** The top of a new destination, where the list has entries that are dropped, or others first. */
  private static List<Scene> newTops() {
    List<Scene> all = new ArrayList<>();
    for (String charsets : List.of("utf8,utf8", "utf8,latin1")) {
      String iconv = "--iconv=" + charsets;
      all.add(scene(LOCAL, TOPS, "-ri", iconv, "other/"));
      all.add(scene(LOCAL, TOPS, "-rim", iconv));
      all.add(scene(LOCAL, TOPS, "-ri", iconv, "file"));
      all.add(scene(LOCAL, TOPS, "-ri", "--protocol=29", iconv, "file"));
      all.add(scene(PUSH_BY_SHELL, TOPS, "-rim", "--no-i-r", iconv, "other/"));
    }
    all.add(scene(LOCAL, TOPS, "-ri", "--iconv=utf8,utf8", "src/", "file").from("other/"));
    all.add(scene(LOCAL, TOPS, "-ri", "file"));
    return all;
  }

  private static List<Scene> byDaemon() {
    List<Scene> all = new ArrayList<>();
    all.add(scene(PULL_FROM_DAEMON, KOI8, "-aHi", "--iconv=utf8"));
    all.add(scene(PULL_FROM_DAEMON, KOI8, "-ais", "--iconv=utf8,latin1").from("src/ю"));
    all.add(scene(PULL_FROM_DAEMON, KOI8, "-ais").from("src/ю"));
    all.add(scene(PULL_FROM_DAEMON, KOI8, "-aivv", "--iconv=utf8"));
    all.add(scene(PULL_FROM_DAEMON, KOI8, "-ai"));
    all.add(scene(PUSH_TO_DAEMON, TREES, "-aHi", "--iconv=.", "--delete"));
    return all;
  }

  @TestFactory
  Stream<DynamicTest> everyScene() {
    return stage.tests(byShell());
  }

  @TestFactory
  Stream<DynamicTest> topsOfNewDestinations() {
    return stage.tests(newTops());
  }

  @TestFactory
  Stream<DynamicTest> everySceneWithModules() {
    return served.tests(byDaemon());
  }
}
