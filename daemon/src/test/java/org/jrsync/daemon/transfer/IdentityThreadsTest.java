package org.jrsync.daemon.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicReference;
import org.jrsync.daemon.host.ThreadStarter;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.Identity;
import org.jrsync.posix.Policy;
import org.jrsync.posix.PosixException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What threads of a session may do that serve a module of another user than the daemon's. */
class IdentityThreadsTest {
  private static final Identity USER = new Identity(12345, 12345, 12345);

  private final ThreadStarter starter = new ThreadStarter();
  @TempDir private Path dir = Path.of("");

  @BeforeEach
  void needsRoot() throws Exception {
    assumeTrue(Identity.isRoot(), "only root can serve as other users");
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  /** Runs the task on the session's own thread, as {@link IdentityThreads} makes it. */
  private void onSessionThread(@Nullable Identity identity, Task task) throws Exception {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread thread =
        starter.start(
            "session",
            () -> {
              try {
                IdentityThreads threads = new IdentityThreads(starter, identity, 1);
                threads.adopt();
                task.run(threads);
              } catch (Throwable e) {
                failure.set(e);
              }
            });
    thread.join();
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new AssertionError(thrown);
    }
  }

  @FunctionalInterface
  private interface Task {
    void run(IdentityThreads threads);
  }

  @Test
  void attributesOfTheSystemAreRefusedToAModulesUser() throws Exception {
    byte[] file = "file".getBytes(UTF_8);
    try (ConfinedTree tree = ConfinedTree.open(dir.toString().getBytes(UTF_8), Policy.BENEATH)) {
      onSessionThread(
          USER,
          threads -> {
            tree.create(file, 0600).close();
            tree.setXattr(file, "user.fine".getBytes(UTF_8), new byte[1]);
            assertRefused(tree, file);
            AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
            threads
                .start(
                    "receiver",
                    () -> {
                      try {
                        assertThat(Identity.current()).isEqualTo(USER);
                        assertRefused(tree, file);
                      } catch (Throwable e) {
                        failure.set(e);
                      }
                    })
                .join();
            assertThat(failure.get()).isNull();
          });
      assertThat(Files.getAttribute(dir.resolve("file"), "unix:uid")).isEqualTo(12345);
      // A module that is the daemon's own user may, or the refusals would mean nothing.
      onSessionThread(
          null,
          threads -> {
            tree.setXattr(file, "trusted.jrsync".getBytes(UTF_8), new byte[1]);
            tree.setXattr(file, "security.capability".getBytes(UTF_8), capability());
          });
    }
  }

  private static void assertRefused(ConfinedTree tree, byte[] file) {
    for (String name : new String[] {"trusted.jrsync", "security.jrsync", "security.capability"}) {
      assertThatThrownBy(() -> tree.setXattr(file, name.getBytes(UTF_8), capability()))
          .as(name)
          .isInstanceOfSatisfying(
              PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EPERM));
    }
  }

  /** Version 2 of the kernel's form, with no capability in it. */
  private static byte[] capability() {
    byte[] value = new byte[20];
    value[3] = 2;
    return value;
  }

  @Test
  void aSessionCannotMakeAStarter() throws Exception {
    onSessionThread(
        USER,
        threads ->
            assertThatThrownBy(ThreadStarter::new)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("identity"));
  }

  @Test
  void whatASessionStartsDoesNotOutliveItsIdentity() throws Exception {
    onSessionThread(USER, threads -> threads.start("receiver", () -> {}).join());
    AtomicReference<@Nullable Identity> next = new AtomicReference<>();
    starter.start("next", () -> next.set(Identity.current())).join();
    assertThat(next.get()).isEqualTo(Identity.current());
  }
}
