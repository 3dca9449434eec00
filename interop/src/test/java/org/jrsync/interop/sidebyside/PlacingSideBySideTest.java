package org.jrsync.interop.sidebyside;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Where files are written before they get their places, compared with rsync. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlacingSideBySideTest {
  private static final String TREES =
      "mkdir -p src/s tmp dst/s dst/t; echo one >src/f1; echo two >src/s/f2; ln -s new src/s/link;"
          + " echo h >src/h1; ln src/h1 src/h2; echo z >src/was; echo a >dst/f1; echo b >dst/s/f2;"
          + " ln -s old dst/s/link; mkfifo dst/was; echo x >dst/extra; echo hh >dst/h2;"
          + " find . -print0 | xargs -0 touch -h -d @1500000000;"
          + " touch -d @1600000000 src/f1 src/s/f2";
  private static final String STARTED =
      TREES + "; mkdir dst/.~tmp~ dst/s/.~tmp~; echo on >dst/.~tmp~/f1; echo >dst/s/.~tmp~/other";

  @AutoClose private final Stage stage = new Stage();

  private static List<Scene> scenes() {
    List<Scene> all = new ArrayList<>();
    Scene.Route local = Scene.Route.LOCAL;
    Scene.Route push = Scene.Route.PUSH_BY_SHELL;
    String absolute = "--temp-dir=" + Path.of("/dev/shm");
    all.add(scene(local, "late places", STARTED, "--delay-updates", "--no-W", "--delete"));
    all.add(scene(local, "late backups", TREES, "--delay-updates", "-b", "--delete-after"));
    all.add(scene(local, "late places of their own", TREES, "--delay-updates", "--partial-dir=.p"));
    all.add(scene(local, "late and in place", TREES, "--delay-updates", "--inplace"));
    all.add(scene(local, "another file system", TREES, absolute, "--delete"));
    all.add(scene(local, "another file system, with backups", TREES, absolute, "-b"));
    String copies = TREES + "; mkdir ref; cp -a src/f1 src/was ref; rm dst/f1 dst/was";
    all.add(scene(local, "copies by another file system", copies, absolute, "--copy-dest=../ref"));
    all.add(scene(local, "no such directory", TREES, "--temp-dir=none"));
    all.add(scene(local, "no directory", TREES, "--temp-dir=f1"));
    for (Scene.Route route : Scene.Route.values()) {
      if (route != Scene.Route.PULL_FROM_DAEMON) {
        all.add(scene(route, "late places", STARTED, "--delay-updates", "--delete-delay"));
      }
    }
    String removes = "--remove-source-files";
    for (Scene.Route route : Scene.Route.values()) {
      all.add(scene(route, "removed sources", TREES, removes));
    }
    all.add(
        scene(Scene.Route.PULL_BY_SHELL, "removed in old ways", TREES, removes, "--protocol=29"));
    all.add(
        scene(push, "sent sources removed late", TREES, "--remove-sent-files", "--delay-updates"));
    all.add(scene(local, "none removed in a dry run", TREES, removes, "-n"));
    String same = TREES + "; rm dst/f1; ln src/f1 dst/f1";
    all.add(scene(local, "a source that is the destination", same, removes));
    all.add(scene(local, "a device's content", TREES, "--copy-devices").from("/dev/null"));
    if ("root".equals(System.getProperty("user.name"))) {
      String device = TREES + "; rm dst/f1; mknod dst/f1 c 1 3; touch -d @1500000000 dst/f1";
      all.add(scene(local, "into a device", device, "--write-devices"));
      all.add(scene(push, "into a device", device, "--write-devices"));
    }
    all.add(scene(local, "reserved and settled", TREES, "--preallocate", "--fsync", "--no-W"));
    all.add(scene(push, "late, in old ways", TREES, "--delay-updates", "--protocol=29"));
    all.add(scene(push, "another file system", TREES, absolute));
    all.add(scene(Scene.Route.PUSH_TO_DAEMON, "in the module", TREES, "--temp-dir=/tmp"));
    return all;
  }

  private static Scene scene(Scene.Route route, String title, String setup, String... options) {
    List<String> words = new ArrayList<>(List.of("-aHivv"));
    words.addAll(List.of(options));
    return Scene.of(route, title, setup, words.toArray(String[]::new)).anyOrder();
  }

  @TestFactory
  Stream<DynamicTest> everyScene() {
    return stage.tests(scenes());
  }
}
