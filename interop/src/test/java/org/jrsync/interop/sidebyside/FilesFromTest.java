package org.jrsync.interop.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrsync.interop.sidebyside.Scene.Route.LOCAL;
import static org.jrsync.interop.sidebyside.Scene.Route.PULL_BY_SHELL;
import static org.jrsync.interop.sidebyside.Scene.Route.PULL_FROM_DAEMON;
import static org.jrsync.interop.sidebyside.Scene.Route.PUSH_BY_SHELL;
import static org.jrsync.interop.sidebyside.Scene.Route.PUSH_TO_DAEMON;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** {@code --files-from} beside rsync, with the list on either side. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilesFromTest {
  private static final String TREES =
      "mkdir -p src/dir/sub/deep src/e dst/dir/extra; echo a >src/a; echo x >src/x; echo 1"
          + " >src/dir/1; echo 2 >src/dir/sub/2; echo 3 >src/dir/sub/deep/3; echo 5 >src/e/5;"
          + " ln -s dir src/ldir; echo o >dst/dir/old;"
          + " printf '#c\\na\\r\\n\\nx\\nmissing\\ndir/sub/2\\ndir/./sub/deep/3\\ne/\\n"
          + "/dir/1\\nldir/1\\nsrc/e\\n' >list;"
          + " tr '\\n' '\\0' <list >list0; touch -h -d @1000000000 src/a src/dir/* src/dir src";

  @AutoClose private final Stage stage = new Stage();

  private static Scene scene(Scene.Route route, String... options) {
    return Scene.of(route, String.join(" ", options), TREES, options).anyOrder();
  }

  @TestFactory
  Stream<DynamicTest> everyScene() {
    List<Scene> all = new ArrayList<>();
    all.add(scene(LOCAL, "-air", "--delete", "--files-from=list"));
    all.add(scene(LOCAL, "-ai", "--no-R", "--no-d", "--files-from=list"));
    all.add(scene(LOCAL, "-ai0", "--files-from=list0"));
    all.add(scene(LOCAL, "-ai", "--files-from=src"));
    all.add(scene(LOCAL, "-ai", "--files-from=nowhere"));
    all.add(scene(LOCAL, "-ai", "--files-from=list").from("nowhere/"));
    all.add(scene(PULL_BY_SHELL, "-air", "--files-from=list"));
    all.add(scene(PULL_BY_SHELL, "-ai", "--no-R", "--protocol=30", "--files-from=:list"));
    all.add(scene(PULL_BY_SHELL, "-ais", "--protocol=29", "--files-from=list"));
    all.add(scene(PULL_BY_SHELL, "-ai", "--files-from=other:list"));
    // Beneath a module's root, rsync 3.5.1 seeks the files in the wrong place.
    all.add(scene(PULL_FROM_DAEMON, "-ai", "--files-from=list").from(""));
    all.add(scene(PULL_FROM_DAEMON, "-ai", "--files-from=:/src/../list").from(""));
    all.add(scene(PUSH_BY_SHELL, "-ai", "--files-from=list"));
    all.add(scene(PUSH_BY_SHELL, "-ai", "--protocol=30", "--files-from=:list"));
    all.add(scene(PUSH_TO_DAEMON, "-air", "--delete", "--files-from=:/list"));
    return stage.tests(all);
  }

  /** A list that neither side could hold back while it waits for the other. */
  @Test
  void longListsDoNotBlock() {
    Path theirs = Peers.NEWEST.orSkip().binary();
    Path ours = Jrsync.binary();
    try (Scratch scratch = new Scratch()) {
      Path work = scratch.folder("work");
      Path shell =
          scratch.script("shell", "#!/bin/sh\nshift\ncd '" + work + "' || exit 99\nexec \"$@\"\n");
      String script =
          "mkdir src; cd src; i=0; while [ $i -lt 100 ]; do : >file-with-a-long-name-$i; i=$((i+1));"
              + " done; cd ..; for n in $(seq 200); do ls src; done >list";
      Command.of("/bin/sh", "-ec", script).in(work).run().expectSuccess();
      for (List<Path> pair : List.of(List.of(ours, theirs), List.of(theirs, ours))) {
        for (String list : List.of("list", ":list")) {
          String target = "dst-" + pair.hashCode() + list.length();
          Command.of(
                  pair.getFirst(),
                  "-a",
                  "--rsh=" + shell,
                  "--rsync-path=" + pair.getLast(),
                  "--files-from=" + list,
                  "host:src",
                  target)
              .in(work)
              .run()
              .expectSuccess();
          Command.of("diff", "-r", "src", target).in(work).run().expectSuccess();
          Command.of(
                  pair.getFirst(),
                  "-a",
                  "--rsh=" + shell,
                  "--rsync-path=" + pair.getLast(),
                  "--files-from=" + list,
                  "src",
                  "host:push-" + target)
              .in(work)
              .run()
              .expectSuccess();
          Command.of("diff", "-r", "src", "push-" + target).in(work).run().expectSuccess();
        }
      }
    }
  }

  /** A list from a pipe of the shell's. */
  @Test
  void listsComeFromPipes() {
    try (Scratch scratch = new Scratch()) {
      Path work = scratch.folder("work");
      Command.of("/bin/sh", "-ec", TREES).in(work).run().expectSuccess();
      String script =
          "'"
              + Jrsync.binary()
              + "' -a --files-from=<(echo a) --exclude-from=<(echo x) src dst;"
              + " mkfifo fifo; (sleep 0.2; echo x) >fifo & '"
              + Jrsync.binary()
              + "' -a --files-from=fifo src dst; echo e/5 | '"
              + Jrsync.binary()
              + "' -a --files-from=- src dst; find dst | LC_ALL=C sort | tr '\\n' ' '";
      assertThat(Command.of("/bin/bash", "-ec", script).in(work).run().expectSuccess().out())
          .isEqualTo("dst dst/a dst/dir dst/dir/extra dst/dir/old dst/e dst/e/5 dst/x ");
    }
  }
}
