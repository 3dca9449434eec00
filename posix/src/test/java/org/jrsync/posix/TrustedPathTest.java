package org.jrsync.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jrsync.posix.TestPaths.b;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator's paths, with links of friends and of strangers on them. */
class TrustedPathTest {
  private Path scratch = Path.of("");

  @BeforeEach
  void makeScratch() throws IOException {
    scratch = TestPaths.create("trusted");
    Files.createDirectory(scratch.resolve("real"));
    Files.writeString(scratch.resolve("real/file"), "content");
    Files.createSymbolicLink(scratch.resolve("relative"), Path.of("real"));
    Files.createSymbolicLink(scratch.resolve("absolute"), scratch.resolve("real"));
    Files.createSymbolicLink(scratch.resolve("leaf"), Path.of("real/../relative/file"));
    Files.createSymbolicLink(scratch.resolve("loop"), Path.of("loop"));
  }

  @AfterEach
  void removeScratch() throws IOException {
    TestPaths.delete(scratch);
  }

  private void assertReadable(String path) {
    try (FileHandle file = TrustedPath.openRead(b(scratch.resolve(path)))) {
      assertThat(file.size()).isEqualTo(7);
    }
  }

  private void assertErrno(int errno, String path) {
    assertThatThrownBy(() -> TrustedPath.openRead(b(scratch + "/" + path)).close())
        .isInstanceOfSatisfying(PosixException.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }

  @Test
  void ownLinksAreFollowed() {
    assertReadable("real/file");
    assertReadable("relative/file");
    assertReadable("absolute/file");
    assertReadable("leaf");
    assertReadable("real/../absolute/../leaf");
    assertErrno(Errno.ENOENT, "real/none");
    assertErrno(Errno.ENOTDIR, "real/file/more");
    assertErrno(Errno.ELOOP, "loop");
    assertThatThrownBy(() -> TrustedPath.openRead(new byte[0])).isInstanceOf(PosixException.class);
  }

  @Test
  void relativePathsStartAtTheWorkingDirectory() {
    TrustedPath.openRead(b("pom.xml")).close();
    TrustedPath.openDirectory(b(".")).close();
    TrustedPath.openDirectory(b("/")).close();
  }

  @Test
  void filesAreMadeAndDirectoriesHeld() throws IOException {
    try (FileHandle log =
        TrustedPath.openWrite(
            b(scratch.resolve("relative/log")), OpenFlags.CREATE | OpenFlags.APPEND, 0600)) {
      log.write(b("line\n"), 0, 5);
    }
    try (FileHandle log =
        TrustedPath.openWrite(b(scratch.resolve("real/log")), OpenFlags.APPEND, 0)) {
      log.write(b("more\n"), 0, 5);
    }
    assertThat(scratch.resolve("real/log")).hasContent("line\nmore\n");
    try (ConfinedTree tree =
        ConfinedTree.of(
            TrustedPath.openDirectory(b(scratch.resolve("absolute"))), Policy.BENEATH)) {
      assertThat(tree.lstat(b("file"), new FileStat())).isZero();
    }
  }

  @Test
  void linksOfStrangersAreNot() throws Exception {
    Privileges.assumeRoot("to give links to another user");
    try (ConfinedTree tree = ConfinedTree.open(b(scratch), Policy.BENEATH)) {
      tree.chown(b("relative"), 12345, 12345);
    }
    assertErrno(Errno.ELOOP, "relative/file");
    assertErrno(Errno.ELOOP, "leaf");
    assertReadable("absolute/file");
    // For the stranger it is an own link, and root's are as good.
    Thread stranger =
        new Thread(() -> {
          try (Identity.Hold hold = new Identity(12345, 12345).take()) {
            assertThat(hold).isNotNull();
            assertReadable("relative/file");
            assertReadable("absolute/file");
          }
        });
    Throwable[] thrown = new Throwable[1];
    stranger.setUncaughtExceptionHandler((thread, e) -> thrown[0] = e);
    stranger.start();
    stranger.join();
    assertThat(thrown[0]).isNull();
  }
}
