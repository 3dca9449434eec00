package org.jrsync.engine.tree;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jrsync.posix.DirectorySnapshot;
import org.jrsync.posix.FileStat;
import org.jrsync.posix.Policy;
import org.jrsync.wire.RsyncException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What anybody can do under {@code --fake-super}. */
class FakeSuperTreeTest {
  private static final byte[] NAME = bytes("x");
  private static final byte[] STAT = bytes("user.rsync.%stat");

  @TempDir Path dir;
  private Tree plain;
  private Tree fake;

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @BeforeEach
  void open() {
    plain = PosixTree.open(bytes(dir.toString()), Policy.BENEATH);
    fake = new FakeSuperTree(plain, false);
  }

  @AfterEach
  void close() {
    fake.close();
  }

  private String stored() {
    byte[] value = plain.getXattr(NAME, STAT);
    return value == null ? "" : new String(value, ISO_8859_1);
  }

  @Test
  void keepsOwnersAndSpecialModes() throws IOException {
    Files.writeString(dir.resolve("x"), "data");
    fake.chmod(NAME, 04711);
    fake.chown(NAME, 1234, 4321);
    assertThat(stored()).isEqualTo("104711 0,0 1234:4321");
    FileStat stat = new FileStat();
    assertThat(fake.lstat(NAME, stat)).isZero();
    assertThat(stat.mode()).isEqualTo(0104711);
    assertThat(stat.uid()).isEqualTo(1234);
    assertThat(stat.gid()).isEqualTo(4321);
    assertThat(stat.size()).isEqualTo(4);
    plain.lstat(NAME, stat);
    assertThat(stat.mode()).isEqualTo(0100711);
    fake.chmod(NAME, 0711);
    fake.chown(NAME, stat.uid(), stat.gid());
    assertThat(stored()).isEmpty();
  }

  @Test
  void devicesAndLinksArePlainFiles() {
    fake.mknod(NAME, 0020644, 5, 300);
    byte[] link = bytes("link");
    fake.symlink(bytes("to/where"), link);
    FileStat stat = new FileStat();
    fake.lstat(NAME, stat);
    assertThat(stat.isDevice()).isTrue();
    assertThat(stat.rdevMajor()).isEqualTo(5);
    assertThat(stat.rdevMinor()).isEqualTo(300);
    fake.lstat(link, stat);
    assertThat(stat.isSymlink()).isTrue();
    assertThat(fake.readLink(link)).isEqualTo(bytes("to/where"));
    plain.lstat(link, stat);
    assertThat(stat.isRegular()).isTrue();
  }

  @Test
  void listsShowWhatIsKept() throws IOException {
    Files.writeString(dir.resolve("y"), "data");
    fake.mknod(NAME, 0010600, 0, 0);
    fake.chown(NAME, 77, 78);
    DirectorySnapshot list = fake.list(new byte[0], false);
    assertThat(list.count()).isEqualTo(2);
    for (int i = 0; i < 2; i++) {
      boolean first = list.name(i)[0] == 'x';
      assertThat(list.mode(i)).isEqualTo(first ? 0010600 : list.mode(i));
      assertThat(list.uid(i) == 77).isEqualTo(first);
      assertThat(list.size(i)).isEqualTo(first ? 0 : 4);
      assertThat(list.mtimeSeconds(i)).isPositive();
    }
  }

  @Test
  void realLinksAreReplacedByAReceiverAndShownByASender() throws IOException {
    Files.createSymbolicLink(dir.resolve("x"), Path.of("target"));
    assertThat(fake.readLink(NAME)).isEmpty();
    assertThat(new FakeSuperTree(plain, true).readLink(NAME)).isEqualTo(bytes("target"));
  }

  @Test
  void refusesAttributesThatMakeNoSense() throws IOException {
    Files.writeString(dir.resolve("x"), "data");
    for (String text : new String[] {"", "100644", "100644 0,0 0:x", "999 0,0 0:0"}) {
      plain.setXattr(NAME, STAT, bytes(text));
      assertThatThrownBy(() -> fake.lstat(NAME, new FileStat()))
          .as(text)
          .isInstanceOf(RsyncException.class)
          .hasMessageContaining("Corrupt user.rsync.%stat xattr attached to x:");
    }
  }
}
