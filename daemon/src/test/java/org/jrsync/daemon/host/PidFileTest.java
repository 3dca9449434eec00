package org.jrsync.daemon.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {

  @TempDir Path dir;

  @Test
  void holdsTheNumberWhileTheDaemonRuns() throws Exception {
    Path path = dir.resolve("d.pid");

    try (PidFile file = PidFile.create(path.toString(), 4711)) {
      assertThat(file).isNotNull();
      assertThat(Files.readString(path)).isEqualTo("4711\n");
    }

    assertThat(path).doesNotExist();
  }

  @Test
  void aFileLeftBehindIsTakenOver() throws Exception {
    Path path = dir.resolve("d.pid");
    Files.writeString(path, "123456\n");

    try (PidFile file = PidFile.create(path.toString(), 1)) {
      assertThat(file).isNotNull();
      assertThat(Files.readString(path)).isEqualTo("1\n");
    }
  }

  @Test
  void aSecondDaemonIsRefused() throws Exception {
    String path = dir.resolve("d.pid").toString();

    try (PidFile first = PidFile.create(path, 1)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> PidFile.create(path, 2))
          .isInstanceOfSatisfying(
              RsyncException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.FILE_IO))
          .hasMessage("failed to lock pid file " + path + ": Resource temporarily unavailable");
      assertThat(Files.readString(Path.of(path))).isEqualTo("1\n");
    }
  }

  @Test
  void aSymlinkIsReplacedAndNotFollowed() throws Exception {
    Path victim = Files.writeString(dir.resolve("victim"), "precious");
    Path path = Files.createSymbolicLink(dir.resolve("d.pid"), victim);

    try (PidFile file = PidFile.create(path.toString(), 7)) {
      assertThat(file).isNotNull();
      assertThat(Files.readString(victim)).isEqualTo("precious");
      assertThat(path).isRegularFile();
      assertThat(Files.isSymbolicLink(path)).isFalse();
    }
  }

  @Test
  void aBigFileIsNobodysPidFile() throws Exception {
    Path path = Files.writeString(dir.resolve("d.pid"), "x".repeat(100));

    assertThatThrownBy(() -> PidFile.create(path.toString(), 7))
        .hasMessageStartingWith("failed to find small pid file ");
    assertThat(Files.readString(path)).hasSize(100);
  }

  @Test
  void aMissingFolderIsNamed() {
    assertThatThrownBy(() -> PidFile.create(dir.resolve("no/d.pid").toString(), 7))
        .hasMessageContaining("failed to open pid-file directory")
        .hasMessageContaining("No such file or directory (2)");
  }
}
