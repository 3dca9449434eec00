package org.jrsync.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jrsync.posix.TestPaths.b;
import static org.jrsync.posix.TestPaths.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The operations of a tree, each by both resolvers. */
class ConfinedTreeTest {
  private Path scratch = Path.of("");
  private Path inside = Path.of("");

  @BeforeEach
  void makeTrees() throws IOException {
    scratch = TestPaths.create("tree");
    inside = Files.createDirectory(scratch.resolve("inside"));
    Files.createDirectories(inside.resolve("a/b/c"));
    Files.writeString(inside.resolve("a/b/file"), "content");
    Files.createDirectory(scratch.resolve("outside"));
    Files.writeString(scratch.resolve("outside/secret"), "secret");
  }

  @AfterEach
  void removeTrees() throws IOException {
    TestPaths.delete(scratch);
  }

  private ConfinedTree open(Policy policy, PathResolver resolver) {
    return ConfinedTree.open(b(inside), policy, resolver);
  }

  private static void assertErrno(int errno, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            PosixException.class,
            e -> assertThat(Errno.message(e.errno())).isEqualTo(Errno.message(errno)));
  }

  @ParameterizedTest
  @EnumSource
  void makesAndRemovesEverything(PathResolver resolver) throws IOException {
    FileStat stat = new FileStat();
    try (ConfinedTree tree = open(Policy.BENEATH, resolver)) {
      tree.mkdir(b("new"), 0755);
      try (FileHandle file = tree.create(b("new/file"), 0600)) {
        file.write(b("hello"), 0, 5);
      }
      assertErrno(Errno.EEXIST, () -> tree.create(b("new/file"), 0600).close());
      assertThat(tree.lstat(b("new/file"), stat)).isZero();
      assertThat(stat.size()).isEqualTo(5);
      assertThat(stat.isRegular()).isTrue();
      tree.chmod(b("new/file"), 0640);
      tree.setTimes(b("new/file"), 0, FileTime.OMIT, -5, 123_456_789);
      assertThat(tree.lstat(b("new/file"), stat)).isZero();
      assertThat(stat.mode()).isEqualTo(FileMode.REGULAR | 0640);
      assertThat(stat.mtimeSeconds()).isEqualTo(-5);
      assertThat(stat.mtimeNanos()).isEqualTo(123_456_789);
      tree.symlink(b("file"), b("new/link"));
      assertThat(text(tree.readLink(b("new/link")))).isEqualTo("file");
      assertThat(tree.lstat(b("new/link"), stat)).isZero();
      assertThat(stat.isSymlink()).isTrue();
      assertThat(tree.stat(b("new/link"), stat)).isZero();
      assertThat(stat.isRegular()).isTrue();
      tree.link(b("new/file"), b("a/hard"));
      assertThat(tree.lstat(b("a/hard"), stat)).isZero();
      assertThat(stat.nlink()).isEqualTo(2);
      tree.rename(b("a/hard"), b("a/b/moved"));
      assertThat(tree.lstat(b("a/hard"), stat)).isEqualTo(Errno.ENOENT);
      assertThat(Files.readString(inside.resolve("a/b/moved"))).isEqualTo("hello");
      tree.mknod(b("new/fifo"), FileMode.FIFO | 0600, 0, 0);
      assertThat(tree.lstat(b("new/fifo"), stat)).isZero();
      assertThat(stat.isSpecial()).isTrue();
      assertErrno(Errno.ENOTEMPTY, () -> tree.rmdir(b("new")));
      tree.unlink(b("new/fifo"));
      tree.unlink(b("new/link"));
      tree.unlink(b("new/file"));
      tree.rmdir(b("new"));
      assertThat(tree.lstat(b("new"), stat)).isEqualTo(Errno.ENOENT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesPathsThatLeave(PathResolver resolver) {
    for (Policy policy : List.of(Policy.BENEATH, Policy.IN_ROOT)) {
      try (ConfinedTree tree = open(policy, resolver)) {
        FileStat stat = new FileStat();
        for (String path :
            List.of(
                "..", "../outside/secret", "a/../../outside/secret", "a/..", "/", "/etc/passwd")) {
          assertThat(tree.lstat(b(path), stat)).as(path).isEqualTo(Errno.EXDEV);
          assertThat(tree.stat(b(path), stat)).as(path).isEqualTo(Errno.EXDEV);
          assertErrno(Errno.EXDEV, () -> tree.openRead(b(path), true, false).close());
          assertErrno(Errno.EXDEV, () -> tree.subtree(b(path)).close());
          assertErrno(Errno.EXDEV, () -> tree.rename(b("a"), b(path)));
        }
        assertThat(tree.lstat(b("a\0b"), stat)).isEqualTo(Errno.EINVAL);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void operatorPathsGoAnywhere(PathResolver resolver) {
    try (ConfinedTree tree = open(Policy.OPERATOR, resolver)) {
      FileStat stat = new FileStat();
      assertThat(tree.lstat(b("../outside/secret"), stat)).isZero();
      assertThat(tree.lstat(b(scratch + "/outside/secret"), stat)).isZero();
      assertThat(tree.lstat(b("/"), stat)).isZero();
      assertThat(stat.isDirectory()).isTrue();
      assertThat(tree.lstat(b(".."), stat)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void emptyAndDotAreTheRoot(PathResolver resolver) {
    try (ConfinedTree tree = open(Policy.BENEATH, resolver)) {
      FileStat root = new FileStat();
      FileStat other = new FileStat();
      assertThat(tree.lstat(b(""), root)).isZero();
      for (String path : List.of(".", "./", "././.", ".//")) {
        assertThat(tree.lstat(b(path), other)).isZero();
        assertThat(other.isSameFile(root)).isTrue();
      }
      assertThat(tree.lstat(b("./a//b/./"), root)).isZero();
      assertThat(tree.lstat(b("a/b"), other)).isZero();
      assertThat(other.isSameFile(root)).isTrue();
      tree.chmod(b(""), 0711);
      assertThat(tree.lstat(b("."), root)).isZero();
      assertThat(FileMode.permissions(root.mode())).isEqualTo(0711);
    }
  }

  @ParameterizedTest
  @EnumSource
  void linksStayBeneath(PathResolver resolver) throws IOException {
    Files.createSymbolicLink(inside.resolve("out"), Path.of("../outside"));
    Files.createSymbolicLink(inside.resolve("abs"), scratch.resolve("outside"));
    Files.createSymbolicLink(inside.resolve("in"), Path.of("a/b"));
    Files.createSymbolicLink(inside.resolve("a/b/up"), Path.of("../../a/b"));
    Files.createSymbolicLink(inside.resolve("loop"), Path.of("loop"));
    FileStat stat = new FileStat();
    try (ConfinedTree tree = open(Policy.BENEATH, resolver)) {
      assertThat(tree.lstat(b("out/secret"), stat)).isEqualTo(Errno.EXDEV);
      assertThat(tree.lstat(b("abs/secret"), stat)).isEqualTo(Errno.EXDEV);
      assertThat(tree.stat(b("out"), stat)).isEqualTo(Errno.EXDEV);
      assertThat(tree.lstat(b("in/file"), stat)).isZero();
      assertThat(tree.lstat(b("in/up/up/file"), stat)).isZero();
      assertThat(tree.stat(b("in"), stat)).isZero();
      assertThat(stat.isDirectory()).isTrue();
      assertThat(tree.stat(b("loop"), stat)).isEqualTo(Errno.ELOOP);
      assertThat(tree.lstat(b("loop/x"), stat)).isEqualTo(Errno.ELOOP);
      assertErrno(Errno.ELOOP, () -> tree.openRead(b("in"), false, false).close());
      assertErrno(Errno.ELOOP, () -> tree.openIfThere(b("in")));
      assertThat(tree.openIfThere(b("missing"))).isNull();
      try (ConfinedTree strict = tree.withoutLinks()) {
        assertThat(strict.lstat(b("in/file"), stat)).isEqualTo(Errno.ELOOP);
        assertThat(strict.stat(b("in"), stat)).isEqualTo(Errno.ELOOP);
        assertThat(strict.lstat(b("a/b/file"), stat)).isZero();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void rootIsLikeAChroot(PathResolver resolver) throws IOException {
    Files.createSymbolicLink(inside.resolve("abs"), Path.of("/a/b"));
    Files.createSymbolicLink(inside.resolve("climb"), Path.of("../../../../a"));
    Files.createSymbolicLink(inside.resolve("passwd"), Path.of("/etc/passwd"));
    FileStat stat = new FileStat();
    try (ConfinedTree tree = open(Policy.IN_ROOT, resolver)) {
      assertThat(tree.lstat(b("abs/file"), stat)).isZero();
      assertThat(tree.lstat(b("climb/b/file"), stat)).isZero();
      assertThat(tree.stat(b("abs"), stat)).isZero();
      assertThat(tree.stat(b("passwd"), stat)).isEqualTo(Errno.ENOENT);
      try (FileHandle file = tree.openRead(b("abs/file"), true, true)) {
        assertThat(file.size()).isEqualTo(7);
      }
      try (ConfinedTree sub = tree.subtree(b("a"))) {
        assertThat(sub.lstat(b("b/file"), stat)).isZero();
        assertThat(sub.lstat(b(""), stat)).isZero();
        sub.mkdir(b("b/made"), 0700);
      }
      assertThat(inside.resolve("a/b/made")).isDirectory();
    }
  }

  @ParameterizedTest
  @EnumSource
  void heldParentsFollowOurOwnChanges(PathResolver resolver) throws IOException {
    FileStat stat = new FileStat();
    try (ConfinedTree tree = open(Policy.BENEATH, resolver)) {
      assertThat(tree.lstat(b("a/b/file"), stat)).isZero();
      tree.rename(b("a"), b("z"));
      assertThat(tree.lstat(b("a/b/file"), stat)).isEqualTo(Errno.ENOENT);
      assertThat(tree.lstat(b("z/b/file"), stat)).isZero();
      tree.symlink(b("z"), b("a"));
      assertThat(tree.lstat(b("a/b/file"), stat)).isZero();
      tree.unlink(b("a"));
      tree.mkdir(b("a"), 0700);
      tree.mkdir(b("a/b"), 0700);
      assertThat(tree.lstat(b("a/b/file"), stat)).isEqualTo(Errno.ENOENT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aParentRemovedByOthersIsWalkedToAgain(PathResolver resolver) throws IOException {
    try (ConfinedTree tree = open(Policy.BENEATH, resolver)) {
      tree.mkdir(b("a/b/c/one"), 0700);
      Files.delete(inside.resolve("a/b/c/one"));
      Files.delete(inside.resolve("a/b/c"));
      Files.createDirectory(inside.resolve("a/b/c"));
      tree.mkdir(b("a/b/c/two"), 0700);
      Files.delete(inside.resolve("a/b/c/two"));
      Files.delete(inside.resolve("a/b/c"));
      Files.createDirectory(inside.resolve("a/b/c"));
      tree.symlink(b("x"), b("a/b/c/three"));
      Files.delete(inside.resolve("a/b/c/three"));
      Files.delete(inside.resolve("a/b/c"));
      Files.createDirectory(inside.resolve("a/b/c"));
      tree.rename(b("a/b/file"), b("a/b/c/four"));
      assertThat(inside.resolve("a/b/c/four")).exists();
    }
  }

  @ParameterizedTest
  @EnumSource
  void pathsLongerThanACallTakes(PathResolver resolver) {
    byte[] name = new byte[250];
    Arrays.fill(name, (byte) 'n');
    FileStat stat = new FileStat();
    try (ConfinedTree tree = open(Policy.BENEATH, resolver)) {
      List<byte[]> made = new ArrayList<>();
      byte[] path = b("");
      for (int i = 0; i < 40; i++) {
        path = path.length == 0 ? name : b(text(path) + "/" + text(name));
        tree.mkdir(path, 0700);
        made.add(path);
      }
      assertThat(path.length).isGreaterThan(10_000);
      byte[] file = b(text(path) + "/file");
      try (FileHandle handle = tree.create(file, 0600)) {
        handle.write(b("deep"), 0, 4);
      }
      try (FileHandle handle = tree.openRead(file, true, false)) {
        assertThat(handle.size()).isEqualTo(4);
      }
      assertThat(tree.stat(file, stat)).isZero();
      assertThat(tree.list(path).count()).isEqualTo(1);
      assertThat(tree.list(path, true).count()).isEqualTo(1);
      byte[] last = path;
      try (ConfinedTree deep = tree.subtree(last)) {
        assertThat(deep.lstat(b("file"), stat)).isZero();
      }
      tree.unlink(file);
      for (byte[] directory : made.reversed()) {
        tree.rmdir(directory);
      }
      byte[] longName = new byte[256];
      Arrays.fill(longName, (byte) 'n');
      assertThat(tree.lstat(longName, stat)).isEqualTo(Errno.ENAMETOOLONG);
      assertThat(tree.lstat(new byte[5000], stat)).isEqualTo(Errno.EINVAL);
      byte[] hugeName = new byte[5000];
      Arrays.fill(hugeName, (byte) 'n');
      assertThat(tree.lstat(hugeName, stat)).isEqualTo(Errno.ENAMETOOLONG);
    }
  }

  @Test
  void namesAreBytes() {
    byte[] name = {(byte) 0xff, '\n', (byte) 0xc3, 1, ' '};
    try (ConfinedTree tree = open(Policy.BENEATH, PathResolver.KERNEL)) {
      tree.create(name, 0600).close();
      assertThat(tree.list(b("")).count()).isEqualTo(2);
      DirectorySnapshot list = tree.names(b("."), false);
      List<String> names = new ArrayList<>();
      for (int i = 0; i < list.count(); i++) {
        names.add(text(list.name(i)));
      }
      assertThat(names).containsExactlyInAnyOrder("a", text(name));
      tree.unlink(name);
    }
  }

  @Test
  void modesOfLinksAndOlderKernels() throws IOException {
    Files.createSymbolicLink(inside.resolve("link"), Path.of("a/b/file"));
    FileStat stat = new FileStat();
    for (boolean old : new boolean[] {false, true}) {
      TreeMetadata.pretendMissing(old);
      try (ConfinedTree tree = open(Policy.BENEATH, PathResolver.KERNEL)) {
        assertErrno(Errno.ELOOP, () -> tree.chmod(b("link"), 0700));
        tree.chmod(b("a/b/file"), old ? 0 : 0444);
        assertThat(tree.lstat(b("a/b/file"), stat)).isZero();
        assertThat(FileMode.permissions(stat.mode())).isEqualTo(old ? 0 : 0444);
      } finally {
        TreeMetadata.pretendMissing(false);
      }
    }
  }

  @Test
  void extendedAttributesWithOldAndNewCalls() {
    for (boolean old : new boolean[] {false, true}) {
      TreeXattrs.pretendMissing(old);
      try (ConfinedTree tree = open(Policy.BENEATH, PathResolver.KERNEL)) {
        byte[] file = b("a/b/file");
        tree.chmod(file, 0600);
        tree.setXattr(file, b("user.one"), b("1"));
        tree.setXattr(file, b("user.empty"), b(""));
        List<String> names = new ArrayList<>();
        for (byte[] name : tree.listXattrs(file)) {
          names.add(text(name));
        }
        assertThat(names).containsExactlyInAnyOrder("user.one", "user.empty");
        assertThat(tree.getXattr(file, b("user.one"))).isEqualTo(b("1"));
        assertThat(tree.getXattr(file, b("user.empty"))).isEmpty();
        assertThat(tree.getXattr(file, b("user.none"))).isNull();
        tree.removeXattr(file, b("user.one"));
        tree.removeXattr(file, b("user.empty"));
        assertErrno(Errno.ENODATA, () -> tree.removeXattr(file, b("user.one")));
        assertThat(tree.listXattrs(file)).isEmpty();
        tree.symlink(b("nowhere"), b("link"));
        assertErrno(Errno.EPERM, () -> tree.setXattr(b("link"), b("user.one"), b("1")));
        tree.unlink(b("link"));
      } finally {
        TreeXattrs.pretendMissing(false);
      }
    }
  }

  @Test
  void aFifoIsOpenedWithoutWaiting() {
    try (ConfinedTree tree = open(Policy.BENEATH, PathResolver.KERNEL)) {
      tree.mknod(b("fifo"), FileMode.FIFO | 0600, 0, 0);
      tree.openRead(b("fifo"), false, false).close();
      assertErrno(Errno.ENXIO, () -> tree.openWrite(b("fifo"), 0, 0).close());
    }
  }

  @Test
  void renameAndLinkAcrossTrees() throws IOException {
    Files.createDirectory(scratch.resolve("other"));
    try (ConfinedTree tree = open(Policy.BENEATH, PathResolver.KERNEL);
        ConfinedTree other = ConfinedTree.open(b(scratch.resolve("other")), Policy.BENEATH)) {
      tree.link(b("a/b/file"), other, b("linked"));
      tree.rename(b("a/b"), other, b("moved"));
      assertThat(scratch.resolve("other/moved/file")).hasContent("content");
      assertThat(scratch.resolve("other/linked")).hasContent("content");
    }
  }

  @Test
  void closedTreesRefuseAndViewsKeepTheRoot() {
    FileStat stat = new FileStat();
    ConfinedTree tree = open(Policy.BENEATH, PathResolver.KERNEL);
    ConfinedTree view = tree.subtree(b("a"));
    tree.close();
    tree.close();
    assertThat(view.lstat(b("b/file"), stat)).isZero();
    view.close();
    assertThatThrownBy(() -> view.lstat(b("b/file"), stat))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void siblingsShareTheRootAndNothingElse() throws IOException {
    FileStat stat = new FileStat();
    long before = openDescriptors();
    ConfinedTree tree = open(Policy.BENEATH, PathResolver.KERNEL);
    long one = openDescriptors();
    ConfinedTree sibling = tree.sibling();
    assertThat(openDescriptors()).isEqualTo(one);
    assertThat(tree.lstat(b("a/b/file"), stat)).isZero();
    Files.move(inside.resolve("a"), inside.resolve("old"));
    Files.createDirectories(inside.resolve("a/b"));

    // The first still holds the directory that was there when it looked.
    assertThat(tree.lstat(b("a/b/file"), stat)).isZero();
    assertThat(sibling.lstat(b("a/b/file"), stat)).isEqualTo(Errno.ENOENT);
    tree.close();
    assertThat(sibling.lstat(b("old/b/file"), stat)).isZero();
    sibling.close();
    sibling.close();
    assertThat(openDescriptors()).isEqualTo(before);
    assertThatThrownBy(tree::sibling).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @EnumSource
  void readsWithoutTraceInAccessTimes(PathResolver resolver) throws IOException {
    FileStat stat = new FileStat();
    long longAgo = 1_000_000_000L;
    try (ConfinedTree tree = open(Policy.BENEATH, resolver)) {
      for (String path : List.of("a/b", "a/b/file")) {
        tree.setTimes(b(path), longAgo, 0, longAgo, FileTime.OMIT);
      }
      assertThat(tree.list(b("a/b"), false, true).count()).isEqualTo(2);
      try (FileHandle file = tree.openRead(b("a/b/file"), false, true)) {
        assertThat(file.read(new byte[7], 0, 7)).isEqualTo(7);
      }
      for (String path : List.of("a/b", "a/b/file")) {
        assertThat(tree.lstat(b(path), stat)).isZero();
        assertThat(stat.atimeSeconds()).as(path).isEqualTo(longAgo);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void linksLeadAnywhereWhereTheyMay(PathResolver resolver) throws IOException {
    FileStat stat = new FileStat();
    Path outside = scratch.resolve("outside");
    Files.createSymbolicLink(inside.resolve("absolute"), outside);
    Files.createSymbolicLink(inside.resolve("a/climbing"), Path.of("../../outside/secret"));
    Files.createSymbolicLink(inside.resolve("magic"), Path.of("/proc/self/fd/0"));
    try (ConfinedTree tree = open(Policy.ANYWHERE, resolver);
        ConfinedTree part = tree.subtree(b("a"))) {
      try (FileHandle file = tree.openRead(b("absolute/secret"), false, false)) {
        assertThat(file.read(new byte[10], 0, 10)).isEqualTo(6);
      }
      assertThat(part.stat(b("climbing"), stat)).isZero();
      assertThat(stat.isRegular()).isTrue();
      assertErrno(Errno.EXDEV, () -> tree.openRead(b(outside + "/secret"), true, false).close());
      assertErrno(Errno.EXDEV, () -> tree.openRead(b("../outside/secret"), true, false).close());
      assertErrno(Errno.EXDEV, () -> part.openRead(b("../a/b/file"), true, false).close());
      assertThat(tree.stat(b("magic"), stat)).isNotZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsWhatTheThreadsUserMayRead(PathResolver resolver) throws IOException {
    Privileges.assumeRoot("to be somebody who may not read");
    for (String path : List.of("a/b/file", "a/b/c")) {
      Files.setPosixFilePermissions(
          inside.resolve(path), PosixFilePermissions.fromString("-wx--x--x"));
    }
    Files.createSymbolicLink(inside.resolve("link"), Path.of("a/b/file"));
    Files.createSymbolicLink(inside.resolve("dangling"), Path.of("nothing"));
    try (ConfinedTree tree = open(Policy.BENEATH, resolver);
        Identity.Hold _ = new Identity(12345, 23456).take()) {
      assertThat(tree.isReadable(b("a/b"), false)).isTrue();
      assertThat(tree.isReadable(b("a/b/file"), false)).isFalse();
      assertThat(tree.isReadable(b("a/b/c"), true)).isFalse();
      assertThat(tree.isReadable(b("link"), true)).isFalse();
      assertThat(tree.isReadable(b("dangling"), true)).isFalse();
      assertThat(tree.isReadable(b("nothing"), false)).isFalse();
    }
    try (ConfinedTree tree = open(Policy.BENEATH, resolver)) {
      assertThat(tree.isReadable(b("a/b/file"), false)).isTrue();
      assertThat(tree.isReadable(b("link"), true)).isTrue();
    }
  }

  @Test
  void noDescriptorIsLeft() throws IOException {
    long before = openDescriptors();
    for (PathResolver resolver : PathResolver.values()) {
      for (int round = 0; round < 3; round++) {
        try (ConfinedTree tree = open(Policy.BENEATH, resolver)) {
          FileStat stat = new FileStat();
          for (int i = 0; i < 30; i++) {
            tree.mkdir(b("d" + i), 0700);
            tree.create(b("d" + i + "/f"), 0600).close();
            assertThat(tree.lstat(b("d" + i + "/g"), stat)).isEqualTo(Errno.ENOENT);
            assertThat(tree.lstat(b("d" + i + "/f/g"), stat)).isEqualTo(Errno.ENOTDIR);
          }
          for (int i = 0; i < 30; i++) {
            tree.unlink(b("d" + i + "/f"));
            tree.rmdir(b("d" + i));
          }
        }
      }
    }
    assertThat(openDescriptors()).isEqualTo(before);
  }

  private static long openDescriptors() throws IOException {
    try (ConfinedTree proc = ConfinedTree.open(b("/proc/self/fd"), Policy.OPERATOR)) {
      return proc.names(b(""), false).count();
    }
  }
}
