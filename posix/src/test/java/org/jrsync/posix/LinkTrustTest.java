package org.jrsync.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jrsync.posix.TestPaths.b;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules for the links of an operator's path: whose they are, and where they come out. */
class LinkTrustTest {
  private Path scratch = Path.of("");

  @BeforeEach
  void makeScratch() throws IOException {
    scratch = TestPaths.create("trust").toRealPath();
    Files.createDirectories(scratch.resolve("root/in"));
    Files.createDirectory(scratch.resolve("rootless"));
    Files.writeString(scratch.resolve("root/in/file"), "inside");
    Files.writeString(scratch.resolve("outside"), "outside");
    Files.writeString(scratch.resolve("rootless/file"), "beside");
    Files.createSymbolicLink(scratch.resolve("root/near"), Path.of("in/file"));
    Files.createSymbolicLink(scratch.resolve("root/far"), Path.of("../outside"));
    Files.createSymbolicLink(
        scratch.resolve("root/there-and-back"), Path.of("../rootless/../root"));
    Files.createSymbolicLink(scratch.resolve("root/out"), scratch.resolve("rootless"));
  }

  @AfterEach
  void removeScratch() throws IOException {
    TestPaths.delete(scratch);
  }

  private LinkTrust confined() {
    return LinkTrust.OWNERS.beneath(b(scratch.resolve("root/./in/..")));
  }

  private int errno(LinkTrust trust, String path) {
    try (FileHandle _ = TrustedPath.openRead(b(scratch + "/" + path), trust)) {
      return 0;
    } catch (PosixException e) {
      return e.errno();
    }
  }

  @Test
  void whatLiesBeneathTheRootIsReached() {
    assertThat(errno(confined(), "root/in/file")).isZero();
    assertThat(errno(confined(), "root/near")).isZero();
    assertThat(errno(confined(), "root/none")).isEqualTo(Errno.ENOENT);
    TrustedPath.openDirectory(b(scratch.resolve("root")), confined()).close();
  }

  @Test
  void whatLiesElsewhereIsNot() {
    assertThat(errno(confined(), "root/far")).isEqualTo(Errno.ELOOP);
    assertThat(errno(confined(), "root/out/file")).isEqualTo(Errno.ELOOP);
    assertThat(errno(confined(), "root/there-and-back/in/file")).isEqualTo(Errno.ELOOP);
    assertThat(errno(confined(), "root/../outside")).isEqualTo(Errno.ELOOP);
    assertThat(errno(confined(), "rootless/file")).isEqualTo(Errno.ELOOP);
    assertThatThrownBy(() -> TrustedPath.openDirectory(b(scratch), confined()))
        .isInstanceOfSatisfying(
            PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ELOOP));
    assertThat(errno(LinkTrust.OWNERS.beneath(b("/")), "root/far")).isZero();
    assertThat(errno(LinkTrust.OWNERS, "root/far")).isZero();
  }

  /** A file that the process holds open is judged by where it lies, not by the way to it. */
  @Test
  void openFilesAreJudgedByWhatTheyAre() {
    try (FileHandle inside = TrustedPath.openDirectory(b(scratch.resolve("root/in")));
        FileHandle outside = TrustedPath.openDirectory(b(scratch.resolve("rootless")))) {
      TrustedPath.openRead(b("/proc/self/fd/" + inside.fd() + "/file"), confined()).close();
      assertThatThrownBy(() ->
              TrustedPath.openRead(b("/dev/fd/" + outside.fd() + "/file"), confined()).close())
          .isInstanceOfSatisfying(
              PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ELOOP));
    }
  }

  @Test
  void pipesThatAreHeldCanBeRead() throws IOException {
    String pipe = null;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path file : files) {
        if (Files.isSymbolicLink(file)
            && Files.readSymbolicLink(file).toString().startsWith("pipe:[")) {
          pipe = file.getFileName().toString();
        }
      }
    }
    assumeTrue(pipe != null, "no pipe is open");
    byte[] path = b("/dev/fd/" + pipe);
    TrustedPath.openRead(path).close();
    assertThatThrownBy(() -> TrustedPath.openRead(path, confined()).close())
        .isInstanceOfSatisfying(
            PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
    byte[] beneath = b("/dev/fd/" + pipe + "/file");
    assertThatThrownBy(() -> TrustedPath.openRead(beneath).close())
        .isInstanceOfSatisfying(
            PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOTDIR));
  }

  @Test
  void strangersLinksAreToldOf() throws Exception {
    Privileges.assumeRoot("to give links to another user");
    try (ConfinedTree tree = ConfinedTree.open(b(scratch), Policy.BENEATH)) {
      tree.chown(b("root/out"), 12345, 12345);
    }
    assertThat(errno(LinkTrust.ANYBODY, "root/out/file")).isZero();
    assertThat(errno(LinkTrust.ANYBODY.beneath(b(scratch)), "root/out/file")).isZero();
    AtomicInteger told = new AtomicInteger();
    LinkTrust trust = LinkTrust.OWNERS.telling(told::incrementAndGet);
    try (ConfinedTree tree = ConfinedTree.open(b(scratch.resolve("root")), trust)) {
      FileStat stat = new FileStat();
      assertThat(tree.lstat(b("near"), stat)).isZero();
      assertThat(tree.stat(b("near"), stat)).isZero();
      assertThat(tree.lstat(b("out"), stat)).isZero();
      assertThat(told).hasValue(0);
      assertThat(tree.lstat(b("out/file"), stat)).isEqualTo(Errno.ELOOP);
      assertThat(told).hasValue(1);
      assertThat(tree.stat(b("out"), stat)).isEqualTo(Errno.ELOOP);
      assertThat(tree.stat(b("there-and-back/in/file"), stat)).isZero();
    }
    try (ConfinedTree tree = ConfinedTree.open(b(scratch.resolve("root")), LinkTrust.ANYBODY)) {
      assertThat(tree.lstat(b("out/file"), new FileStat())).isZero();
    }
  }
}
