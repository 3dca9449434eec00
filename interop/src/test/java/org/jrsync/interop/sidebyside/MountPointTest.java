package org.jrsync.interop.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Real mount points in sources and destinations, compared with rsync. Each run has its mounts in a
 * namespace of its own, which ends with it.
 */
class MountPointTest {
  /** Runs a command line on fresh trees, and says how it ended and what it left. */
  private static final String RUN =
      """
      rm -rf work && mkdir work && cd work
      mkdir -p src/keep src/m dst/keep dst/m dst/e dst/a/m dst/a/x
      echo 1 >src/keep/f; echo 1 >dst/gone
      SETUP
      touch -d @1000000000 src dst src/keep dst/keep
      set +e
      "$@"
      echo "status $?"
      find dst -printf '%p %y %m %s\\n' | sort
      """;

  private static final String IN_DESTINATION =
      "rmdir src/m; for i in m e a/m; do mount -t tmpfs tmpfs dst/$i; done;"
          + " echo 1 >dst/m/in; mkdir dst/m/sub; echo 1 >dst/a/m/y";
  private static final String IN_SOURCE =
      "mount -t tmpfs tmpfs src/m; echo 1 >src/m/in; mkdir src/m/sub; echo 5 >dst/m/old;"
          + " echo 1 >src/file; echo 2 >src/bound; mount --bind src/file src/bound";
  private static final String FOR_A_FILE =
      "rmdir src/m; echo file >src/m; mount -t tmpfs tmpfs dst/m; echo 1 >dst/m/in";
  private static final String BOUND_FILE = "echo 1 >dst/bound; mount --bind src/keep/f dst/bound";

  private record Case(String title, String setup, List<String> words) {
    static Case of(String title, String setup, String... words) {
      return new Case(title + " " + String.join(" ", words), setup, List.of(words));
    }
  }

  private static Stream<Case> cases() {
    List<Case> all = new ArrayList<>();
    for (String x : List.of("--one-file-system", "-xx", "--no-x")) {
      for (String when : List.of("--delete-before", "--delete-delay", "--delete")) {
        all.add(Case.of("in the destination", IN_DESTINATION, "-avv", x, when, "src/", "dst/"));
      }
      all.add(Case.of("in the source", IN_SOURCE, "-avv", "--delete", x, "src/", "dst/"));
      all.add(Case.of("as the source", IN_SOURCE, "-ai", x, "src/m/", "dst/"));
      all.add(Case.of("named", IN_SOURCE, "-ai", x, "--delete", "src/keep", "src/m", "dst/"));
      all.add(Case.of("relative", IN_SOURCE, "-aiR", x, "src/m", "dst/"));
    }
    all.add(Case.of("told", IN_SOURCE, "-anx", "--info=mount2,name", "src/", "dst/"));
    all.add(Case.of("for a file", FOR_A_FILE, "-avv", "--delete", "src/", "dst/"));
    all.add(Case.of("for a file", FOR_A_FILE, "-avvx", "--force", "src/", "dst/"));
    all.add(Case.of("a file", BOUND_FILE, "-avv", "--delete", "src/", "dst/"));
    all.add(Case.of("a file", BOUND_FILE, "-avvx", "--delete", "src/", "dst/"));
    return all.stream();
  }

  @TestFactory
  Stream<DynamicTest> sameAsRsync() {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can mount file systems");
    Path real = Peers.NEWEST.orSkip().binary();
    return cases()
        .map(each ->
            DynamicTest.dynamicTest(
                each.title(),
                () -> assertThat(run(each, Jrsync.binary())).isEqualTo(run(each, real))));
  }

  private static String run(Case each, Path program) {
    try (Scratch scratch = new Scratch()) {
      String script = RUN.replace("SETUP", each.setup());
      List<String> words =
          new ArrayList<>(
              List.of("-m", "--propagation", "private", "/bin/sh", "-ec", script, "sh"));
      words.add(program.toString());
      words.addAll(each.words());
      Result result = Command.of(Path.of("unshare"), words).in(scratch.path()).run();
      assertThat(result.out()).as(result.toString()).contains("status ");
      return lines(result.out()) + "\n--\n" + lines(result.err());
    }
  }

  /** Lines of several processes come in no fixed order, and byte counts depend on frames. */
  private static String lines(String text) {
    return text.replaceAll("at [\\w./]+\\(\\d+\\) \\[([\\w ]+)=[\\d.]+\\]", "[$1]")
        .replaceAll("sent [\\d,]+ bytes .*|speedup is .*", "")
        .lines()
        .sorted()
        .collect(Collectors.joining("\n"));
  }
}
