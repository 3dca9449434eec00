package org.jrsync.daemon.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jrsync.engine.filter.DaemonFilters;
import org.jrsync.engine.filter.FilterList;
import org.jrsync.engine.tree.PosixTree;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Policy;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ModuleRuleFilesTest {
  @TempDir private Path dir;

  private byte[] read(String path, String excluded) throws IOException {
    byte[] none = {};
    FilterList hidden =
        DaemonFilters.build(
            none, none, none, none, excluded.getBytes(ISO_8859_1), p -> none, text -> {});
    try (ConfinedTree root =
        ConfinedTree.open(dir.toString().getBytes(ISO_8859_1), Policy.BENEATH)) {
      PosixTree tree = new PosixTree(root);
      return new ModuleRuleFiles(tree, hidden, false).read(path.getBytes(ISO_8859_1));
    }
  }

  @Test
  void largeFilesAreRefused() throws IOException {
    byte[] most = new byte[ModuleRuleFiles.MAX_SERVED_BYTES - 1];
    Files.write(dir.resolve("most"), most);
    Files.write(dir.resolve("more"), new byte[ModuleRuleFiles.MAX_SERVED_BYTES]);
    assertThat(read("/most", "")).hasSize(most.length);
    assertThatThrownBy(() -> read("/more", ""))
        .hasMessage("a rule file is larger than 1048576 bytes")
        .isInstanceOfSatisfying(
            RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.FILE_IO));
  }

  /** Its reader would wait for as long as somebody holds it open. */
  @Test
  @Timeout(20)
  void aFifoIsNoRuleFile() throws IOException {
    try (ConfinedTree root =
        ConfinedTree.open(dir.toString().getBytes(ISO_8859_1), Policy.BENEATH)) {
      root.mknod("fifo".getBytes(ISO_8859_1), 0010600, 0, 0);
    }
    try (RandomAccessFile held = new RandomAccessFile(dir.resolve("fifo").toFile(), "rw")) {
      held.write(1);
      assertThatThrownBy(() -> read("/fifo", ""))
          .isInstanceOf(IOException.class)
          .hasMessage("Invalid argument (22)");
    }
  }

  @Test
  void whatLiesBelowAHiddenFolderIsEmptyWhetherItIsThereOrNot() throws IOException {
    Files.createDirectories(dir.resolve("private/sub"));
    Files.writeString(dir.resolve("private/sub/rules"), "- x\n");
    assertThat(read("private/sub/rules", "")).isNotEmpty();
    assertThat(read("private/sub/rules", "private")).isEmpty();
    assertThat(read("/private/sub/none", "private")).isEmpty();
  }
}
