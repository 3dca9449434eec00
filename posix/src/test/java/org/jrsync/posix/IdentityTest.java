package org.jrsync.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jrsync.posix.TestPaths.b;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Identities are per thread, complete, and given back whole. */
class IdentityTest {
  private static final Identity ONE = new Identity(12345, 23456, 34567, 34568);
  private static final Identity TWO = new Identity(54321, 65432);

  private Path scratch = Path.of("");

  @BeforeEach
  void makeScratch() throws IOException {
    Privileges.assumeRoot("to take another identity");
    scratch = TestPaths.create("identity");
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  @AfterEach
  void removeScratch() throws IOException {
    if (!scratch.toString().isEmpty()) {
      TestPaths.delete(scratch);
    }
  }

  /** Runs on a thread of its own and hands on what is thrown there. */
  private static void onThread(ThrowingRunnable action) throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread =
        new Thread(() -> {
          try {
            action.run();
          } catch (Throwable t) {
            failure.set(t);
          }
        });
    thread.start();
    thread.join();
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
  }

  private interface ThrowingRunnable {
    void run() throws Exception;
  }

  /** A line of the calling thread's status as the kernel has it. */
  private static String status(String label) {
    for (String line :
        TestPaths.text(SystemFile.read("/proc/thread-self/status", 1 << 16)).split("\n", -1)) {
      if (line.startsWith(label + ":\t")) {
        return line.substring(label.length() + 2).trim();
      }
    }
    throw new AssertionError(label);
  }

  private int ownerOf(String name) throws IOException {
    return (int) Files.getAttribute(scratch.resolve(name), "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void twoThreadsHoldDifferentIdentitiesAtOnce() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (Identity identity : List.of(ONE, TWO)) {
      Thread thread =
          new Thread(() -> {
            try {
              work(identity, both);
            } catch (Throwable t) {
              synchronized (failures) {
                failures.add(t);
              }
            }
          });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    assertThat(ownerOf("12345")).isEqualTo(12345);
    assertThat(ownerOf("54321")).isEqualTo(54321);
    Files.createFile(scratch.resolve("main"));
    assertThat(ownerOf("main")).isZero();
  }

  private void work(Identity identity, CyclicBarrier both) throws Exception {
    String capabilities = status("CapEff");
    String groups = status("Groups");
    try (ConfinedTree tree = ConfinedTree.open(b(scratch), Policy.BENEATH)) {
      try (Identity.Hold hold = identity.take()) {
        both.await();
        assertThat(hold).isNotNull();
        assertThat(Identity.isHeld()).isTrue();
        assertThat(Identity.isRoot()).isFalse();
        assertThat(Identity.current()).isEqualTo(identity);
        assertThat(Long.parseUnsignedLong(status("CapEff"), 16)).isZero();
        tree.create(b(Integer.toString(identity.uid())), 0600).close();
        both.await();
      }
    }
    assertThat(Identity.isHeld()).isFalse();
    assertThat(Identity.isRoot()).isTrue();
    assertThat(status("CapEff")).isEqualTo(capabilities);
    assertThat(status("Groups")).isEqualTo(groups);
    assertThat(status("Uid")).isEqualTo("0\t0\t0\t0");
  }

  @Test
  void anIdentityForeverEndsWithItsThread() throws Exception {
    onThread(() -> {
      ONE.takeForever();
      assertThat(status("Uid")).isEqualTo("12345\t12345\t12345\t12345");
      assertThat(status("Gid")).isEqualTo("23456\t23456\t23456\t23456");
      assertThat(status("Groups")).isEqualTo("34567 34568");
      for (String set : List.of("CapEff", "CapPrm", "CapInh")) {
        assertThat(Long.parseUnsignedLong(status(set), 16)).as(set).isZero();
      }
      assertThat(Identity.current()).isEqualTo(ONE);
      try (ConfinedTree tree = ConfinedTree.open(b(scratch), Policy.BENEATH)) {
        tree.create(b("forever"), 0600).close();
      }
      assertThatThrownBy(TWO::take).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> new Spawn(b("true")).start())
          .isInstanceOf(IllegalStateException.class);
    });
    assertThat(ownerOf("forever")).isEqualTo(12345);
    onThread(() -> assertThat(status("Uid")).isEqualTo("0\t0\t0\t0"));
    assertThat(status("Uid")).isEqualTo("0\t0\t0\t0");
  }

  @Test
  void whatOnlyRootMayDoIsRefused() throws Exception {
    Files.writeString(scratch.resolve("theirs"), "secret");
    Files.setPosixFilePermissions(
        scratch.resolve("theirs"), PosixFilePermissions.fromString("rw-------"));
    onThread(() -> {
      try (ConfinedTree tree = ConfinedTree.open(b(scratch), Policy.BENEATH)) {
        // The same as user 0 works, or the refusals below would mean nothing.
        tree.create(b("control"), 0600).close();
        tree.setXattr(b("control"), b("trusted.jrsync"), b("1"));
        tree.setXattr(b("control"), b("security.jrsync"), b("1"));
        try (Identity.Hold hold = ONE.take()) {
          assertThat(hold).isNotNull();
          refusals(tree, "batch");
        }
        TWO.takeForever();
        refusals(tree, "forever");
      }
    });
  }

  private static void refusals(ConfinedTree tree, String own) {
    byte[] file = b(own);
    tree.create(file, 0600).close();
    tree.setXattr(file, b("user.fine"), b("1"));
    for (boolean old : new boolean[] {false, true}) {
      TreeXattrs.pretendMissing(old);
      try {
        assertRefused(() -> tree.setXattr(file, b("trusted.jrsync"), b("1")));
        assertRefused(() -> tree.setXattr(file, b("security.jrsync"), b("1")));
        assertRefused(() -> tree.setXattr(file, b("security.capability"), new byte[20]));
        assertThat(tree.listXattrs(file).length).isEqualTo(1);
      } finally {
        TreeXattrs.pretendMissing(false);
      }
    }
    assertRefused(() -> tree.chown(file, 0, 0));
    assertRefused(() -> tree.openRead(b("theirs"), false, false).close());
    assertRefused(() -> tree.chmod(b("theirs"), 0777));
    assertRefused(() -> tree.setTimes(b("theirs"), 0, 0, 0, 0));
    assertRefused(() -> tree.mknod(b("null"), FileMode.CHAR_DEVICE | 0666, 1, 3));
  }

  private static void assertRefused(Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            PosixException.class,
            e -> assertThat(e.errno()).isIn(Errno.EPERM, Errno.EACCES, Errno.EINVAL));
  }

  @Test
  void aGroupAloneGivesAccess() throws Exception {
    Files.writeString(scratch.resolve("group"), "shared");
    try (ConfinedTree tree = ConfinedTree.open(b(scratch), Policy.BENEATH)) {
      tree.chown(b("group"), 0, 34568);
      tree.chmod(b("group"), 0640);
      onThread(() -> {
        try (Identity.Hold hold = ONE.take()) {
          assertThat(hold).isNotNull();
          tree.openRead(b("group"), false, false).close();
        }
        try (Identity.Hold hold = TWO.take()) {
          assertThat(hold).isNotNull();
          assertRefused(() -> tree.openRead(b("group"), false, false).close());
        }
      });
    }
  }

  @Test
  void misuseIsRefused() throws Exception {
    onThread(() -> {
      Identity.Hold hold = ONE.take();
      assertThatThrownBy(TWO::take).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> new Spawn(b("true")).start())
          .isInstanceOf(IllegalStateException.class);
      Identity held = Identity.current();
      hold.close();
      hold.close();
      assertThat(held).isEqualTo(ONE);
      assertThat(Identity.isRoot()).isTrue();
    });
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            ONE.take().close();
          } catch (IllegalStateException e) {
            thrown.set(e);
          }
        })
        .join();
    assertThat(thrown.get()).hasMessageContaining("virtual");
  }

  @Test
  void withoutThePrivilegeNothingChanges() throws Exception {
    onThread(() -> {
      ONE.takeForever();
      NativeScratch s = NativeScratch.acquire();
      try {
        ThreadCredentials before = ThreadCredentials.read(s);
        assertThatThrownBy(() -> before.change(s, TWO)).isInstanceOf(PosixException.class);
        before.restore(s);
      } finally {
        s.release();
      }
      assertThat(Identity.current()).isEqualTo(ONE);
    });
  }

  @Test
  void rootKeepsItsCapabilities() throws Exception {
    onThread(() -> {
      String capabilities = status("CapEff");
      try (Identity.Hold hold = new Identity(0, 0).take()) {
        assertThat(hold).isNotNull();
        assertThat(status("CapEff")).isEqualTo(capabilities);
        assertThat(Identity.isRoot()).isTrue();
      }
    });
  }
}
