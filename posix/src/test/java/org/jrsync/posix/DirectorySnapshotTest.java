package org.jrsync.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jrsync.posix.TestPaths.b;
import static org.jrsync.posix.TestPaths.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Snapshots say of every entry what a look at it says. */
class DirectorySnapshotTest {
  private Path scratch = Path.of("");
  private ConfinedTree tree = ConfinedTree.open(b("/"), Policy.BENEATH);

  @BeforeEach
  void makeTree() throws IOException {
    tree.close();
    scratch = TestPaths.create("list");
    tree = ConfinedTree.open(b(scratch), Policy.BENEATH);
  }

  @AfterEach
  void removeTree() throws IOException {
    tree.close();
    TestPaths.delete(scratch);
  }

  private static void assertSame(ConfinedTree tree, String directory, DirectorySnapshot list) {
    FileStat stat = new FileStat();
    for (int i = 0; i < list.count(); i++) {
      String name = text(list.name(i));
      assertThat(tree.lstat(b(directory + "/" + name), stat)).as(name).isZero();
      assertThat(list.errnoOf(i)).isZero();
      assertThat(list.mode(i)).isEqualTo(stat.mode());
      assertThat(list.size(i)).isEqualTo(stat.size());
      assertThat(list.mtimeSeconds(i)).isEqualTo(stat.mtimeSeconds());
      assertThat(list.mtimeNanos(i)).isEqualTo(stat.mtimeNanos());
      assertThat(list.uid(i)).isEqualTo(stat.uid());
      assertThat(list.gid(i)).isEqualTo(stat.gid());
      assertThat(list.nlink(i)).isEqualTo(stat.nlink());
      assertThat(list.ino(i)).isEqualTo(stat.ino());
      assertThat(list.dev(i)).isEqualTo(stat.dev());
      assertThat(list.rdev(i)).isEqualTo(stat.rdev());
      assertThat(list.typeHint(i)).isIn(0, stat.mode() & FileMode.TYPE_MASK);
    }
  }

  @Test
  void manyEntries() {
    tree.mkdir(b("d"), 0700);
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < 3000; i++) {
      String name = "entry-" + i + "-".repeat(i % 50);
      expected.add(name);
      byte[] path = b("d/" + name);
      switch (i % 4) {
        case 0 -> {
          try (FileHandle file = tree.create(path, 0600 + i % 8)) {
            file.write(new byte[i], 0, i);
          }
          tree.setTimes(path, 0, 0, i - 1500, i);
        }
        case 1 -> tree.mkdir(path, 0755);
        case 2 -> tree.symlink(b("x".repeat(1 + i % 60)), path);
        default -> tree.mknod(path, FileMode.FIFO | 0600, 0, 0);
      }
    }
    DirectorySnapshot list = tree.list(b("d"));
    assertThat(list.count()).isEqualTo(3000);
    assertSame(tree, "d", list);
    DirectorySnapshot names = tree.names(b("d"), false);
    assertThat(names.hasStats()).isFalse();
    Set<String> found = new HashSet<>();
    for (int i = 0; i < names.count(); i++) {
      found.add(text(names.name(i)));
      assertThat(names.nameLength(i)).isEqualTo(names.name(i).length);
      assertThat(names.arena()[names.nameStart(i)]).isEqualTo((byte) 'e');
    }
    assertThat(found).isEqualTo(expected);
    assertThatThrownBy(() -> names.mode(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void emptyAndSingle() {
    DirectorySnapshot none = tree.list(b(""));
    assertThat(none.count()).isZero();
    assertThat(none.hasStats()).isTrue();
    tree.create(b("one"), 0600).close();
    DirectorySnapshot one = tree.list(b("."));
    assertThat(one.count()).isEqualTo(1);
    assertSame(tree, ".", one);
  }

  @Test
  void devicesAmongFiles() {
    Privileges.assumeRoot("to make devices");
    for (int i = 0; i < 200; i++) {
      tree.create(b("f" + i), 0600).close();
    }
    for (int i = 0; i < 200; i++) {
      tree.mknod(b("d" + i), FileMode.CHAR_DEVICE | 0600, i, 70_000 + i);
    }
    assertSame(tree, ".", tree.list(b("")));
  }

  @Test
  void mountsWithinAreSeenByTheirDevice() {
    try (ConfinedTree root = ConfinedTree.open(b("/"), Policy.BENEATH)) {
      FileStat stat = new FileStat();
      DirectorySnapshot list = root.list(b(""));
      for (int i = 0; i < list.count(); i++) {
        if (list.errnoOf(i) == 0 && root.lstat(list.name(i), stat) == 0) {
          assertThat(list.dev(i)).isEqualTo(stat.dev());
        }
      }
    }
  }

  @Test
  void refusalsAndLinks() {
    tree.mkdir(b("d"), 0700);
    tree.create(b("d/f"), 0600).close();
    tree.symlink(b("d"), b("link"));
    assertThat(tree.list(b("link"), true).count()).isEqualTo(1);
    assertErrno(Errno.ENOTDIR, () -> tree.list(b("link")));
    assertErrno(Errno.ENOTDIR, () -> tree.list(b("d/f")));
    assertErrno(Errno.ENOENT, () -> tree.list(b("none")));
  }

  private static void assertErrno(int errno, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(PosixException.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }
}
