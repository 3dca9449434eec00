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
 * {@code --iconv} with suffixes that say what becomes of characters that a charset lacks, and with
 * charsets that only the C library has, beside rsync.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IconvSuffixTest {
  private static final String END = "; touch -h -d @1000000000 src/* src/*/* src 2>/dev/null || :";

  /** Some have similar characters in ASCII, some have none, and one is no UTF-8. */
  private static final String NAMES =
      "mkdir -p src/ü dst; cd src; echo 1 >é; echo 2 >日本; echo 3 >plain; echo 4 >ü/“q”;"
          + " echo 5 >$(printf 'x\\377'); echo 6 >€; ln -s é l; ln -s 日 m; cd .."
          + END;

  private static final String TOP =
      "mkdir -p src dst; cd src; echo 1 >é; echo 2 >日本; echo 3 >plain; echo 6 >€; cd .." + END;

  private static final String LATIN =
      "mkdir -p src dst; cd src; echo 1 >$(printf '\\351'); echo 2 >plain;"
          + " mkdir $(printf '\\374'); echo 3 >$(printf '\\374/x'); ln -s plain l; cd .."
          + END;

  @AutoClose private final Stage stage = new Stage();
  @AutoClose private final Stage similar = new Stage("", List.of("charset = ascii//TRANSLIT"));
  @AutoClose private final Stage ignoring = new Stage("", List.of("charset = ascii//IGNORE"));
  @AutoClose private final Stage latin = new Stage("", List.of("charset = latin1//TRANSLIT"));

  private static Scene scene(Scene.Route route, String setup, String... options) {
    return Scene.of(route, String.join(" ", options), setup, options).anyOrder();
  }

  private static List<Scene> copies() {
    List<Scene> all = new ArrayList<>();
    for (String charsets :
        List.of(
            "utf8,ascii//TRANSLIT",
            "utf8,latin1//TRANSLIT//IGNORE",
            "ascii//TRANSLIT,utf8",
            "utf8//IGNORE,utf8",
            "//TRANSLIT",
            "UTF-8//NONSENSE",
            "GEORGIAN-PS",
            "utf8,ISO-2022-JP//TRANSLIT")) {
      all.add(scene(LOCAL, NAMES, "-ai", "--iconv=" + charsets));
    }
    all.add(scene(LOCAL, TOP, "-ai", "--iconv=utf8,ascii//IGNORE"));
    all.add(scene(LOCAL, TOP, "-aiv", "--iconv=utf8,ascii//TRANSLIT", "--debug=iconv"));
    all.add(scene(LOCAL, TOP, "-ai", "--iconv=nothing//TRANSLIT,utf8"));
    String extra = TOP + "; echo x >dst/EUR; echo y >dst/e; echo z >dst/é; cp -p dst/e src/e";
    all.add(scene(LOCAL, extra, "-ai", "--delete", "--iconv=utf8,ascii//TRANSLIT"));
    return all;
  }

  /** Names that become paths, or no names at all, when similar characters take their place. */
  private static List<Scene> hostile() {
    List<Scene> all = new ArrayList<>();
    for (String file : List.of("½", "․", "⁄", "…")) {
      String setup = "mkdir -p src dst; echo 1 >src/" + file;
      all.add(scene(LOCAL, setup, "-r", "--iconv=utf8,ascii//TRANSLIT"));
      all.add(scene(PUSH_BY_SHELL, setup, "-r", "--no-i-r", "--iconv=utf8,ascii//TRANSLIT"));
    }
    String up = "mkdir -p src/‥ dst; echo 1 >src/‥/f";
    all.add(scene(LOCAL, up, "-r", "--iconv=utf8,ascii//TRANSLIT"));
    return all;
  }

  private static List<Scene> byShell() {
    List<Scene> all = new ArrayList<>();
    all.add(scene(PUSH_BY_SHELL, NAMES, "-ai", "--iconv=utf8,ascii//TRANSLIT"));
    all.add(scene(PUSH_BY_SHELL, NAMES, "-ai", "--no-i-r", "--iconv=utf8,latin1//TRANSLIT"));
    all.add(scene(PUSH_BY_SHELL, TOP, "-ai", "--iconv=utf8,ascii//IGNORE"));
    all.add(scene(PULL_BY_SHELL, NAMES, "-ai", "--iconv=ascii//TRANSLIT,utf8"));
    all.add(scene(PULL_BY_SHELL, NAMES, "-ai", "--protocol=29", "--iconv=ascii//TRANSLIT,utf8"));
    all.add(scene(PULL_BY_SHELL, NAMES, "-ai", "--iconv=utf8,ascii//TRANSLIT"));
    all.add(scene(PULL_BY_SHELL, LATIN, "-ai", "--iconv=ascii//TRANSLIT,latin1//IGNORE"));
    all.add(
        scene(PULL_BY_SHELL, TOP, "-ai", "--trust-sender", "--no-i-r", "--iconv=ascii//IGNORE,."));
    all.add(scene(PULL_BY_SHELL, NAMES, "-ai", "--iconv=ascii//TRANSLIT,utf8").from("src/ü"));
    all.add(scene(PULL_BY_SHELL, NAMES, "-ais", "--iconv=utf8//,utf8//TRANSLIT").from("src/ü"));
    String list = "; printf 'ü/“q”\\né\\nнет\\n' >list";
    all.add(
        scene(
            PULL_BY_SHELL,
            NAMES + list,
            "-airs",
            "--stderr=client",
            "--iconv=utf8//TRANSLIT,utf8",
            "--files-from=list"));
    return all;
  }

  @TestFactory
  Stream<DynamicTest> everyScene() {
    return Stream.of(copies(), hostile(), byShell()).flatMap(stage::tests);
  }

  @TestFactory
  Stream<DynamicTest> modulesWithSimilarCharacters() {
    return similar.tests(
        List.of(
            scene(PUSH_TO_DAEMON, NAMES, "-ai", "--iconv=utf8"),
            scene(PUSH_TO_DAEMON, NAMES, "-ai", "--no-i-r", "--iconv=utf8", "--delete"),
            scene(PULL_FROM_DAEMON, NAMES, "-ai", "--iconv=utf8")));
  }

  @TestFactory
  Stream<DynamicTest> modulesThatIgnore() {
    return ignoring.tests(List.of(scene(PULL_FROM_DAEMON, TOP, "-ai", "--iconv=utf8")));
  }

  @TestFactory
  Stream<DynamicTest> modulesInLatin() {
    return latin.tests(
        List.of(
            scene(PULL_FROM_DAEMON, LATIN, "-ai", "--iconv=utf8"),
            scene(PULL_FROM_DAEMON, LATIN, "-ais", "--iconv=ascii//TRANSLIT"),
            scene(PUSH_TO_DAEMON, NAMES, "-ai", "--iconv=.")));
  }
}
