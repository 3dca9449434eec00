package org.jrsync.interop.sidebyside;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Backups of every kind of entry, compared with rsync's: files, messages, exit codes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackupSideBySideTest {
  /** Every type in the place of another, hard links, and what is to be deleted. */
  private static final String TREES =
      "mkdir -p src/s/deep src/l src/was dst/s/deep dst/only/in dst/isdir; cd src;"
          + " echo new1 >f1; echo new22 >s/f2; echo new333 >s/deep/f3; ln -s new s/link;"
          + " mkfifo s/fifo; echo hl >h1; ln h1 h2; echo x >was/x; echo y >isdir; cd ../dst;"
          + " echo o >f1; echo oo >s/f2; echo ooo >s/deep/f3; ln -s old s/link; echo f >s/fifo;"
          + " echo 1 >h1; echo 22 >h2; echo z >was; echo in >isdir/in; echo e >extra;"
          + " echo b >'extra~'; echo e2 >only/in/e; chmod 600 s/f2; chmod 750 s; mkfifo pipe;"
          + " ln -s dangling away; cd ..; find . -print0 | xargs -0 touch -h -d @1500000000;"
          + " touch -d @1600000000 src/*1 src/s/f* src/s/deep/f3 src/s";

  private static final String IN_THE_WAY =
      "; mkdir -p bak/s/f2/in bak/only; echo >bak/s/f2/in/z; echo >bak/only/in;"
          + " ln -s nowhere bak/s/deep";

  @AutoClose private final Stage stage = new Stage();

  private static List<Scene> scenes() {
    List<Scene> all = new ArrayList<>();
    Scene.Route local = Scene.Route.LOCAL;
    all.add(scene(local, "beside the files", "-b", "--delete", "--suffix=.bak"));
    all.add(scene(local, "in a directory", "--backup-dir=bak/x", "--suffix=.o", "--exclude=/bak"));
    all.add(scene(local, "deleting later", "--backup-dir=../bak//", "--delete-delay"));
    all.add(scene(local, "a limit", "-b", "--delete", "--max-delete=2"));
    all.add(scene(local, "whole files in place", "-b", "--inplace", "-W"));
    all.add(scene(local, "a dry run", "-n", "--delete", "--backup-dir=../bak"));
    all.add(scene(local, "no directory", "--backup-dir=f1"));
    all.add(scene(local, "no suffix in the same place", "--suffix=", "--backup-dir=./"));
    all.add(inTheWay(local));
    for (Scene.Route route : List.of(Scene.Route.PUSH_BY_SHELL, Scene.Route.PUSH_TO_DAEMON)) {
      all.add(scene(route, "in one that is deleted itself", "--backup-dir=bak", "--delete"));
      all.add(inTheWay(route));
      all.add(scene(route, "a delta in place", "-b", "--inplace", "--backup-dir=bak"));
    }
    all.add(scene(Scene.Route.PULL_BY_SHELL, "a delta in place", "-b", "--inplace"));
    return all;
  }

  private static Scene inTheWay(Scene.Route route) {
    return Scene.of(
            route,
            "things in the way",
            TREES + IN_THE_WAY,
            "-aHivv",
            "--force",
            "--delete",
            "--backup-dir=../bak")
        .anyOrder();
  }

  private static Scene scene(Scene.Route route, String title, String... options) {
    List<String> words = new ArrayList<>(List.of("-aHivv"));
    words.addAll(List.of(options));
    return Scene.of(route, title, TREES, words.toArray(String[]::new)).anyOrder();
  }

  @TestFactory
  Stream<DynamicTest> everyScene() {
    return stage.tests(scenes());
  }
}
