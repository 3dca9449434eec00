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

/** Command lines whose every byte of output is compared with rsync's, in both roles. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SideBySideTest {
  private static final String TREES =
      "mkdir -p src/a/b src/e dst/a dst/extra/deep; echo one >src/one; echo two >src/a/two;"
          + " echo three >src/a/b/three.o; echo x >dst/extra/deep/x; echo y >dst/a/y.o;"
          + " echo old >dst/one; ln -s ../one src/a/link; mkfifo src/pipe;"
          + " touch -h -d @1000000000 src/one src/a/* src/a src/e src/pipe src";
  private static final String FIVE_LINKS =
      "mkdir src; echo same >src/c; ln src/c src/a; ln src/c src/b; ln src/c src/d;"
          + " ln src/c src/e";

  @AutoClose private final Stage stage = new Stage();

  private static List<Scene> scenes() {
    List<Scene> all = new ArrayList<>();
    all.addAll(startScenes());
    all.addAll(outputScenes());
    all.addAll(deletionScenes());
    all.addAll(treeScenes());
    all.addAll(ruleScenes());
    all.addAll(formatScenes());
    all.addAll(refusalScenes());
    return all;
  }

  /** What is said before the transfer begins. */
  private static List<Scene> startScenes() {
    return List.of(
        Scene.of(LOCAL, "a bad rule", TREES, "-a", "--filter=nonsense x"),
        Scene.of(
                PULL_BY_SHELL,
                "a bad rule in the server's rule file",
                "mkdir -p src dst; echo 'nonsense x' >src/.rf; echo >src/f",
                "-a",
                "--filter=: .rf")
            .anyOrder(),
        Scene.of(
            PULL_BY_SHELL,
            "a pull with an absolute rule",
            "mkdir -p src/dir src/e dst; echo 1 >src/dir/f; echo 2 >src/e/core; echo 3 >src/x",
            "-r",
            "--filter=-/ /dir",
            "--filter=-/! /**",
            "--filter=-,s core"),
        Scene.of(LOCAL, "names that come twice", TREES, "-rvv", "--del", "src/a/").anyOrder(),
        Scene.of(PULL_BY_SHELL, "charsets", TREES, "-r", "--debug=iconv2", "--iconv=utf8,latin1")
            .anyOrder(),
        Scene.of(PUSH_BY_SHELL, "no log", TREES, "-r", "-M--log-file=/nowhere/log").anyOrder(),
        Scene.of(LOCAL, "a merge file that is missing", TREES, "-a", "--filter=. nowhere"),
        Scene.of(LOCAL, "a destination that is a file, with a slash", "mkdir src; echo >dst", "-a"),
        Scene.of(LOCAL, "rules at work", TREES, "-avv", "--delete", "--exclude=*.o").anyOrder(),
        Scene.of(PULL_BY_SHELL, "rules at work", TREES, "-avv", "--delete", "--exclude=*.o")
            .anyOrder(),
        Scene.of(PUSH_BY_SHELL, "the command for the shell", TREES, "-avv", "--size-only")
            .anyOrder(),
        Scene.of(PUSH_BY_SHELL, "its words", TREES, "-a", "--debug=cmd2"),
        Scene.of(PULL_FROM_DAEMON, "the daemon's arguments", TREES, "-avv").anyOrder(),
        Scene.of(
                PULL_FROM_DAEMON, "a source named as a pattern", "mkdir src; echo >'src/[y]'", "-a")
            .from("src/[y]"),
        Scene.of(PUSH_BY_SHELL, "one that the server brings down", TREES, "-a", "--protocol=34"),
        Scene.of(LOCAL, "no checksum for files", TREES, "-ac", "--checksum-choice=none"),
        Scene.of(
                PUSH_BY_SHELL,
                "relative without implied directories",
                TREES,
                "-aRi",
                "--no-implied-dirs",
                "--no-i-r")
            .from("src/a/b"),
        Scene.of(LOCAL, "relative without directories", TREES, "-lR").from("./src"),
        Scene.of(
            LOCAL,
            "a partial directory whose parent is missing",
            TREES,
            "-a",
            "--partial-dir=/nowhere/at/all"));
  }

  /** What {@code --debug=filter} tells; the lines of two processes come in any order. */
  private static List<Scene> ruleScenes() {
    String files =
        TREES
            + "; echo '- *.z' >src/e/.rf; printf -- '- k\n: .rf2\n' >src/a/.rf;"
            + " printf -- '!\n- q\n' >src/a/b/.rf; printf -- '- s\n' >src/a/b/.rf2;"
            + " printf -- '- from-file\n+ x y \n# c\n\n- *.o\n' >rules; cp src/e/.rf dst/extra";
    List<Scene> all = new ArrayList<>();
    for (String level : List.of("--debug=filter", "--debug=filter2")) {
      all.add(
          Scene.of(LOCAL, "rules told", files, "-r", "--exclude=*.c", level, "--exclude=*.o ")
              .anyOrder());
      all.add(
          Scene.of(
                  LOCAL,
                  "rules of files",
                  files,
                  "-r",
                  level,
                  "--delete-after",
                  "--exclude-from=rules",
                  "--filter=!",
                  "--include-from=rules")
              .anyOrder());
      all.add(
          Scene.of(
                  LOCAL,
                  "rules that delete",
                  files,
                  "-r",
                  level,
                  "--delete-excluded",
                  "--exclude=*.o",
                  "--filter=merge rules",
                  "--filter=-p x")
              .anyOrder());
      all.add(
          Scene.of(LOCAL, "rules of directories", files, "-r", level, "--del", "--filter=: .rf")
              .anyOrder());
      all.add(
          Scene.of(
                  LOCAL,
                  "rules of a whole list",
                  files,
                  "-r",
                  level,
                  "--no-i-r",
                  "--filter=dir-merge,e- .rf",
                  "--filter=:n /.rf3")
              .anyOrder());
      all.add(
          Scene.of(LOCAL, "rules of relative names", files, "-rR", level, "--del", "-f: .rf")
              .from("src/./a")
              .anyOrder());
      all.add(Scene.of(LOCAL, "rules of CVS", files, "-rFC", level).anyOrder());
      for (Scene.Route route : List.of(PUSH_BY_SHELL, PULL_BY_SHELL)) {
        all.add(
            Scene.of(
                    route,
                    "rules told by both",
                    files,
                    "-r",
                    level,
                    "-M" + level,
                    "--delete",
                    "--exclude=*.o ",
                    "--filter=: .rf",
                    "--partial-dir=.pd")
                .anyOrder());
      }
    }
    return all;
  }

  /** Formats whose fields depend on who shows them. */
  private static List<Scene> formatScenes() {
    List<Scene> all = new ArrayList<>();
    for (Scene.Route route : Scene.Route.values()) {
      all.add(
          Scene.of(route, "paths of a format", TREES, "-r", "--delete", "--out-format=%o %f|%n"));
      all.add(Scene.of(route, "sums of a list", TREES, "-rc", "--out-format=%C %n"));
      all.add(Scene.of(route, "sums of a dry run", TREES, "-rcn", "--out-format=%C %n"));
      if (route.pulls()) {
        all.add(
            Scene.of(
                route,
                "bytes of sums",
                TREES,
                "-r",
                "--no-W",
                "--protocol=29",
                "--out-format=%c %n"));
      }
    }
    return all.stream().map(Scene::anyOrder).toList();
  }

  /** What is taken, left out or refused before anything is transferred. */
  private static List<Scene> refusalScenes() {
    List<Scene> all = new ArrayList<>();
    for (Scene.Route route : List.of(PUSH_TO_DAEMON, PULL_FROM_DAEMON, PULL_BY_SHELL)) {
      for (String size : List.of("--block-size=131073", "--block-size=512M")) {
        all.add(
            Scene.of(
                    route,
                    "blocks as long as they once were",
                    TREES,
                    "-rI",
                    "--no-W",
                    "--protocol=29",
                    size)
                .anyOrder());
      }
    }
    String file = "mkdir -p src/a/b dst; echo >src/a/b/f; echo >dst/a";
    all.add(
        Scene.of(
                LOCAL,
                "a file in the place of a directory",
                file,
                "-rpvn",
                "--delete",
                "--ignore-existing",
                "--no-i-r")
            .anyOrder());
    if ("root".equals(System.getProperty("user.name"))) {
      String links =
          TREES
              + "; echo '- one' >rules; ln -s rules link; chown -h nobody link;"
              + " cp rules src/.rf0; ln -s .rf0 src/.rf; chown -h nobody src/.rf";
      all.add(Scene.of(LOCAL, "rules behind a link", links, "-r", "--filter=. link"));
      all.add(Scene.of(LOCAL, "names behind a link", links, "-r", "--exclude-from=link"));
      all.add(Scene.of(LOCAL, "a directory's link", links, "-r", "--filter=: .rf").anyOrder());
      all.add(Scene.of(PULL_BY_SHELL, "a server's link", links, "-r", "--filter=: .rf").anyOrder());
    }
    return all;
  }

  private static List<Scene> outputScenes() {
    String big = "mkdir src; head -c 70000 /dev/zero >src/big; head -c 40000 /dev/zero >src/small";
    return List.of(
        Scene.of(
            LOCAL, "a list that is built as a whole", TREES, "-a", "--progress", "-d", "--no-r"),
        Scene.of(PULL_BY_SHELL, "one that is received", TREES, "-a", "--progress", "--no-i-r"),
        Scene.of(
            PULL_BY_SHELL,
            "and listed for deletion",
            TREES,
            "-a",
            "--progress",
            "--delete-after",
            "--no-i-r"),
        Scene.of(LOCAL, "an error behind an open line", "mkdir src", "-av", "--no-i-r").from("no"),
        Scene.of(LOCAL, "progress of bigger files", big, "-a", "--progress"),
        Scene.of(
            LOCAL,
            "progress while a prefix is verified",
            big + "; mkdir dst; head -c 50000 /dev/zero >dst/big",
            "-r",
            "--progress",
            "--append-verify"),
        Scene.of(LOCAL, "sums of a dry run", TREES, "-an", "--out-format=%C %n"),
        Scene.of(LOCAL, "an empty format", TREES, "-a", "--out-format="),
        Scene.of(
            PULL_BY_SHELL,
            "counted hits",
            "mkdir src dst; seq 9000 >src/f; seq 8999 >dst/f; seq 3 2000 >>dst/f",
            "-avv"),
        Scene.of(
            LOCAL,
            "a special file of another type",
            "mkdir src dst; mkfifo src/p; perl -MIO::Socket::UNIX -e"
                + " 'IO::Socket::UNIX->new(Local=>\"dst/p\",Listen=>1)';"
                + " touch -d @1000000000 src/p dst/p src dst",
            "-ai"));
  }

  private static List<Scene> deletionScenes() {
    String guarded =
        "mkdir -p src dst/d/in; echo >dst/d/in/keep.o; echo >dst/d/in/go; echo >dst/d/x";
    return List.of(
        Scene.of(
            LOCAL,
            "a directory that something stays in",
            guarded,
            "-av",
            "--delete",
            "--exclude=*.o"),
        Scene.of(LOCAL, "the same in a dry run", guarded, "-avn", "--delete", "--exclude=*.o"),
        Scene.of(LOCAL, "a limit", guarded, "-av", "--delete", "--max-delete=1"),
        Scene.of(LOCAL, "steps", guarded, "-a", "--delete", "--debug=del3"),
        Scene.of(LOCAL, "before the transfer", TREES, "-avv", "--delete-before"));
  }

  private static List<Scene> treeScenes() {
    String links =
        "mkdir -p src/sub; ln -s /etc/passwd src/abs; ln -s ../../up src/up;"
            + " ln -s ../../up src/sub/up; ln -s a/./b/ src/plain";
    return List.of(
        Scene.of(PULL_BY_SHELL, "many links to a file", FIVE_LINKS, "-aHi"),
        Scene.of(LOCAL, "many links to a file", FIVE_LINKS, "-aHi"),
        Scene.of(LOCAL, "no special files", TREES, "-ai", "--drop-D"),
        Scene.of(PULL_BY_SHELL, "no special files", TREES, "-ai", "--drop-D"),
        Scene.of(PUSH_BY_SHELL, "no special files", TREES, "-ai", "-M--drop-D"),
        Scene.of(PUSH_TO_DAEMON, "links that lead out of the module", links, "-ai"),
        Scene.of(PUSH_BY_SHELL, "links that lead anywhere", links, "-ai"));
  }

  @TestFactory
  Stream<DynamicTest> everyScene() {
    return stage.tests(scenes());
  }
}
