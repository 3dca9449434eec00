package org.jrsync.engine.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.tree.PosixTree;
import org.jrsync.engine.tree.Tree;
import org.jrsync.posix.Policy;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.MemoryBudget;
import org.jrsync.wire.RsyncException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What wildcards in a client's paths find, and how long they may look for it. */
class GlobTest {
  @TempDir private Path dir = Path.of("");

  private List<String> expand(String... paths) {
    try (Tree tree = PosixTree.open(dir.toString().getBytes(ISO_8859_1), Policy.BENEATH)) {
      Glob glob = new Glob(tree, FilterList.EMPTY);
      for (String path : paths) {
        glob.add(path.getBytes(ISO_8859_1));
      }
      return glob.paths().stream().map(p -> new String(p, ISO_8859_1)).toList();
    }
  }

  @Test
  void findsWhatAShellWouldAndKeepsWhatMatchesNothing() throws IOException {
    Files.createDirectories(dir.resolve("a/sub"));
    Files.createDirectories(dir.resolve("b"));
    Files.writeString(dir.resolve("a/sub/one"), "1");
    assertThat(expand("?", "./*/./sub/o*", "*/none*"))
        .containsExactlyInAnyOrder("a", "b", "./a/./sub/one", "*/none*");
  }

  @Test
  void pathsAreTakenFromTheSessionsMemory() throws IOException {
    for (int i = 0; i < 100; i++) {
      Files.createFile(dir.resolve("file" + i));
    }
    try (Tree tree = PosixTree.open(dir.toString().getBytes(ISO_8859_1), Policy.BENEATH)) {
      Glob glob = new Glob(tree, FilterList.EMPTY, MemoryBudget.ofSession(2000));
      assertThatThrownBy(() -> glob.add("*".getBytes(ISO_8859_1)))
          .isInstanceOf(RsyncException.class)
          .hasMessageContaining("paths of the arguments exceeds the limit of 2000 bytes");
    }
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void looksIntoALimitedNumberOfDirectories() throws IOException {
    Files.createSymbolicLink(dir.resolve("x"), Path.of("."));
    Files.createSymbolicLink(dir.resolve("y"), Path.of("."));
    assertThatThrownBy(() -> expand("*/".repeat(30) + "zzz"))
        .isInstanceOf(RsyncException.class)
        .hasMessageContaining("100000 directories")
        .asInstanceOf(type(RsyncException.class))
        .extracting(RsyncException::exitCode)
        .isEqualTo(ExitCode.MALLOC);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void takesAPathOfManyDots() {
    String dots = "./".repeat(1 << 19);
    assertThat(expand(dots + "*")).containsExactly(dots + "*");
  }
}
