package org.jrsync.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jrsync.posix.TestPaths.b;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Content and metadata of open files, and locks on them. */
class FileHandleTest {
  private Path scratch = Path.of("");
  private ConfinedTree tree = ConfinedTree.open(b("/"), Policy.BENEATH);

  @BeforeEach
  void makeTree() throws IOException {
    tree.close();
    scratch = TestPaths.create("file");
    tree = ConfinedTree.open(b(scratch), Policy.BENEATH);
  }

  @AfterEach
  void removeTree() throws IOException {
    tree.close();
    TestPaths.delete(scratch);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @Test
  void muchIsWrittenAndRead() throws IOException {
    byte[] content = random(3 * IoBuffer.SIZE + 17);
    try (FileHandle file = tree.create(b("big"), 0600)) {
      file.write(content, 0, content.length);
      assertThat(file.size()).isEqualTo(content.length);
      assertThat(file.position()).isEqualTo(content.length);
      byte[] back = new byte[content.length + 5];
      assertThat(file.read(back, 0, 1)).isEqualTo(-1);
      file.seek(0);
      assertThat(file.readFully(back, 5, content.length)).isEqualTo(content.length);
      assertThat(Arrays.copyOfRange(back, 5, back.length)).isEqualTo(content);
      assertThat(file.read(back, 0, 0)).isZero();
      assertThatThrownBy(() -> file.read(back, 1, back.length))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThat(Files.readAllBytes(scratch.resolve("big"))).isEqualTo(content);
  }

  @Test
  void whatWasReadAheadNeedsNoFileSystemAnyMore() throws IOException {
    byte[] content = random(1000);
    Files.write(scratch.resolve("small"), content);
    FileWork nobody =
        new FileWork() {
          @Override
          public <T> T call(Supplier<T> work) {
            throw new AssertionError("asked for the file system");
          }

          @Override
          public void later(Runnable work) {
            work.run();
          }
        };
    FileStat stat = new FileStat();
    byte[] back = new byte[content.length];
    try (FileHandle file = tree.openRead(b("small"), false, false).readAhead(1000).workIn(nobody)) {
      Files.writeString(scratch.resolve("small"), "changed");
      file.stat(stat);
      assertThat(stat.isRegular()).isTrue();
      assertThat(stat.size()).isEqualTo(1000);
      assertThat(file.size()).isEqualTo(1000);
      assertThat(file.preadFully(back, 0, back.length, 0)).isEqualTo(1000);
      assertThat(back).isEqualTo(content);
      assertThat(file.pread(back, 0, 10, 995)).isEqualTo(5);
      assertThat(file.pread(back, 0, 10, 1000)).isEqualTo(-1);
      assertThat(file.pread(back, 0, 0, 1000)).isZero();
      assertThatThrownBy(() -> file.pread(back, 999, 2, 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    try (FileHandle file = tree.openRead(b("small"), false, false).readWhole(1000)) {
      assertThat(file.fd()).isEqualTo(-1);
      file.stat(stat);
      assertThat(file.preadFully(back, 0, 7, 0)).isEqualTo(stat.size());
    }
    Files.write(scratch.resolve("larger"), random(1001));
    try (FileHandle file = tree.openRead(b("larger"), false, false).readWhole(1000)) {
      assertThat(file.fd()).isNotEqualTo(-1);
    }
    try (FileHandle file = tree.openRead(b("larger"), false, false).readAhead(1000)) {
      assertThat(file.preadFully(back, 0, back.length, 1)).isEqualTo(1000);
      assertThat(back).isEqualTo(Arrays.copyOfRange(random(1001), 1, 1001));
    }
  }

  @Test
  void positionsAreKept() {
    try (FileHandle file = tree.create(b("f"), 0600)) {
      byte[] content = random(300_000);
      file.pwrite(content, 0, content.length, 1000);
      assertThat(file.position()).isZero();
      byte[] back = new byte[content.length];
      assertThat(file.preadFully(back, 0, back.length, 1000)).isEqualTo(back.length);
      assertThat(back).isEqualTo(content);
      assertThat(file.preadFully(back, 0, back.length, 300_900)).isEqualTo(100);
      assertThat(file.pread(back, 0, 10, 301_000)).isEqualTo(-1);
    }
  }

  @Test
  void nativeBuffersNeedNoCopy() {
    ByteBuffer direct = ByteBuffer.allocateDirect(200_000);
    byte[] content = random(200_000);
    direct.put(content).flip();
    try (FileHandle file = tree.create(b("f"), 0600)) {
      file.write(direct);
      assertThat(direct.hasRemaining()).isFalse();
      direct.clear();
      assertThat(file.pread(direct, 0)).isEqualTo(200_000);
      byte[] back = new byte[200_000];
      direct.flip().get(back);
      assertThat(back).isEqualTo(content);
      direct.clear().position(7);
      assertThat(file.read(direct)).isEqualTo(-1);
      assertThat(direct.position()).isEqualTo(7);
      assertThatThrownBy(() -> file.write(ByteBuffer.allocate(1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void roomAndHoles() {
    FileStat stat = new FileStat();
    try (FileHandle file = tree.create(b("f"), 0600)) {
      file.allocate(0, 1 << 20);
      file.stat(stat);
      assertThat(stat.size()).isZero();
      assertThat(stat.blocks()).isGreaterThanOrEqualTo(2048);
      byte[] content = random(1 << 16);
      file.write(content, 0, content.length);
      file.truncate(content.length);
      file.punchHole(4096, 8192);
      byte[] back = new byte[content.length];
      file.preadFully(back, 0, back.length, 0);
      Arrays.fill(content, 4096, 4096 + 8192, (byte) 0);
      assertThat(back).isEqualTo(content);
      file.extend(0, 1 << 17);
      file.zeroRange(0, 10);
      assertThat(file.size()).isEqualTo(1 << 17);
      file.truncate(5L << 32);
      assertThat(file.size()).isEqualTo(5L << 32);
      file.seek(4L << 32);
      assertThat(file.position()).isEqualTo(4L << 32);
      file.fsync();
      file.adviseSequential();
    }
  }

  @Test
  void theKernelCopies() throws IOException {
    byte[] content = random(500_000);
    Files.write(scratch.resolve("from"), content);
    try (FileHandle from = tree.openRead(b("from"), false, false);
        FileHandle to = tree.create(b("to"), 0600)) {
      long done = 0;
      long count;
      while ((count = from.copyTo(to, done, done, content.length)) > 0) {
        done += count;
      }
      assertThat(done).isEqualTo(content.length);
    }
    assertThat(Files.readAllBytes(scratch.resolve("to"))).isEqualTo(content);
  }

  @Test
  void metadataByDescriptor() {
    FileStat stat = new FileStat();
    try (FileHandle file = tree.create(b("f"), 0600)) {
      file.chmod(0741);
      file.setTimes(10, 20, 4_000_000_000L, 999_999_999);
      file.chown(-1, -1);
      file.stat(stat);
      assertThat(FileMode.permissions(stat.mode())).isEqualTo(0741);
      assertThat(stat.atimeSeconds()).isEqualTo(10);
      assertThat(stat.atimeNanos()).isEqualTo(20);
      assertThat(stat.mtimeSeconds()).isEqualTo(4_000_000_000L);
      assertThat(stat.mtimeNanos()).isEqualTo(999_999_999);
    }
  }

  @Test
  void aClosedFileIsNobodyElses() {
    FileHandle file = tree.create(b("f"), 0600);
    file.close();
    file.close();
    assertThat(file.fd()).isEqualTo(-1);
    assertThatThrownBy(() -> file.write(new byte[1], 0, 1))
        .isInstanceOfSatisfying(
            PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBADF));
  }

  @Test
  void locksBelongToTheOpenFile() {
    tree.create(b("lock"), 0600).close();
    try (FileHandle one = tree.openWrite(b("lock"), OpenFlags.READ_TOO, 0);
        FileHandle two = tree.openWrite(b("lock"), OpenFlags.READ_TOO, 0)) {
      assertThat(OpenFileLock.tryExclusive(one, 0, 4)).isTrue();
      assertThat(OpenFileLock.tryExclusive(two, 0, 4)).isFalse();
      assertThat(OpenFileLock.isLockedByOthers(two, 0, 4)).isTrue();
      assertThat(OpenFileLock.isLockedByOthers(one, 0, 4)).isFalse();
      assertThat(OpenFileLock.tryExclusive(two, 4, 4)).isTrue();
      // A record lock of the process would be gone after this.
      tree.openRead(b("lock"), false, false).close();
      assertThat(OpenFileLock.tryExclusive(two, 0, 4)).isFalse();
      OpenFileLock.unlock(one, 0, 4);
      assertThat(OpenFileLock.tryShared(two, 0, 4)).isTrue();
      assertThat(OpenFileLock.tryShared(one, 0, 4)).isTrue();
      OpenFileLock.unlock(two, 0, 0);
      OpenFileLock.exclusive(one, 0, 0);
      assertThat(OpenFileLock.tryShared(two, 100, 1)).isFalse();
    }
  }
}
