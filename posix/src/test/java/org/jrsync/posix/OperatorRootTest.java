package org.jrsync.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths that begin in a directory as after a chroot, whatever links say. */
class OperatorRootTest {

  @TempDir private Path dir;
  private Path jail;
  private OperatorRoot root;

  @BeforeEach
  void make() throws IOException {
    jail = Files.createDirectories(dir.resolve("jail"));
    Files.createDirectories(jail.resolve("sub/deep"));
    Files.writeString(jail.resolve("file"), "inside");
    Files.writeString(jail.resolve("sub/file"), "below");
    Files.writeString(dir.resolve("file"), "outside");
    Files.createSymbolicLink(jail.resolve("absolute"), Path.of("/sub/file"));
    Files.createSymbolicLink(jail.resolve("sub/up"), Path.of("../../../../file"));
    Files.createSymbolicLink(jail.resolve("sub/folder"), Path.of("/sub/deep/.."));
    Files.createSymbolicLink(jail.resolve("host"), dir.resolve("file"));
    Files.createSymbolicLink(jail.resolve("loop"), Path.of("loop"));
    root = OperatorRoot.of(bytes(jail.toString()));
  }

  @AfterEach
  void close() {
    root.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private String content(String path) {
    try (FileHandle file = root.openRead(bytes(path))) {
      return new String(file.readToEnd(100), StandardCharsets.ISO_8859_1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/file, inside",
    "file, inside",
    "/../../file, inside",
    "/absolute, below",
    "/sub/up, inside",
    "//sub/./folder//file, below",
    "/sub/../../sub/deep/../../../file, inside"
  })
  void pathsBeginInside(String path, String expected) {
    assertThat(content(path)).isEqualTo(expected);
    FileStat stat = new FileStat();
    assertThat(root.stat(bytes(path), stat)).isZero();
    assertThat(stat.size()).isEqualTo(expected.length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/host", "/sub/../host", "/none", "/loop", "/file/..", "/file/x"})
  void whatIsOutsideIsNotThere(String path) {
    assertThatThrownBy(() -> content(path)).isInstanceOf(PosixException.class);
    assertThat(root.stat(bytes(path), new FileStat())).isNotZero();
    assertThatThrownBy(() -> root.openDirectory(bytes(path))).isInstanceOf(PosixException.class);
    assertThatThrownBy(() -> root.openTree(bytes(path), Policy.IN_ROOT))
        .isInstanceOf(PosixException.class);
  }

  @Test
  void whatIsMadeIsInside() throws IOException {
    Files.createSymbolicLink(jail.resolve("logs"), dir.resolve("made"));
    int flags = OpenFlags.CREATE | OpenFlags.APPEND;
    root.openWrite(bytes("/../made"), flags, 0600).close();
    assertThat(jail.resolve("made")).isRegularFile();
    assertThat(dir.resolve("made")).doesNotExist();
    assertThatThrownBy(() -> root.openWrite(bytes("/logs"), flags, 0600))
        .isInstanceOf(PosixException.class);
    assertThat(dir.resolve("made")).doesNotExist();
  }

  @Test
  void aTreeInsideHasABorderOfItsOwn() {
    try (ConfinedTree tree = root.openTree(bytes("/sub/folder"), Policy.IN_ROOT)) {
      FileStat stat = new FileStat();
      assertThat(tree.stat(bytes("file"), stat)).isZero();
      assertThat(tree.stat(bytes("up"), stat)).isZero();
      assertThat(stat.size()).isEqualTo("below".length());
    }
    assertThatThrownBy(() -> root.openTree(bytes("/sub"), Policy.ANYWHERE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void linksOfOthersCountForWhatIsNotTrusted() throws IOException {
    assumeTrue(Users.effectiveUser() == 0, "only root gives links away");
    Files.setAttribute(
        jail.resolve("absolute"), "unix:uid", 12345, java.nio.file.LinkOption.NOFOLLOW_LINKS);
    assertThatThrownBy(() -> content("/absolute")).isInstanceOf(UntrustedLinkException.class);
    assertThat(root.stat(bytes("/absolute"), new FileStat())).isZero();
  }

  /** The directory may be moved away: what is held is it, and not its path. */
  @Test
  void whatIsHeldIsTheDirectory() throws IOException {
    Files.move(jail, dir.resolve("moved"));
    Files.createDirectory(jail);
    assertThat(content("/sub/up")).isEqualTo("inside");
  }

  @Test
  void theSystemsOwnIsThatOfTheSystem() {
    FileStat stat = new FileStat();
    assertThat(OperatorRoot.SYSTEM.stat(bytes(jail + "/host"), stat)).isZero();
    assertThat(stat.size()).isEqualTo("outside".length());
    assertThat(OperatorRoot.SYSTEM.isSystem()).isTrue();
  }
}
