package org.jrsync.interop.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.PlainClient;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a module excludes stays as it is, whatever a client asks for. */
class HiddenFoldersTest {
  private final Scratch scratch = new Scratch();
  private final Path source = scratch.folder("source");
  private final Path served = scratch.folder("served");
  private RsyncDaemon daemon;

  @BeforeEach
  void serve() throws IOException {
    Files.createDirectories(served.resolve("a/private"));
    Files.createDirectories(served.resolve("hidden/sub"));
    Files.writeString(served.resolve("a/private/x"), "hidden\n");
    Files.writeString(served.resolve("hidden/keep"), "kept\n");
    Files.writeString(source.resolve("x"), "shown\n");
    Module module = Module.writable("m", served, "exclude = /a/private/ hidden");
    daemon = RsyncDaemon.start(Jrsync.binary(), scratch.folder("daemon"), List.of(module));
  }

  @AfterEach
  void end() {
    daemon.close();
    scratch.close();
  }

  private Command push(String... words) {
    return Command.of(Peers.NEWEST.orSkip().binary(), words).in(source);
  }

  @Test
  void partialFilesOfAHiddenFolderAreNotUsedUp() throws IOException {
    push("-a", "--partial-dir=private", "x", daemon.url("m/a/")).run().expectSuccess();
    assertThat(served.resolve("a/x")).hasContent("shown\n");
    assertThat(served.resolve("a/private/x")).hasContent("hidden\n");
  }

  @Test
  void partialFilesBelowAHiddenFolderAreNotUsedUp() throws IOException {
    Files.writeString(served.resolve("hidden/sub/x"), "hidden\n");
    push("-a", "--partial-dir=hidden/sub", "x", daemon.url("m/")).run().expectSuccess();
    assertThat(served.resolve("x")).hasContent("shown\n");
    assertThat(served.resolve("hidden/sub/x")).hasContent("hidden\n");
  }

  @Test
  void nothingIsDeletedInAHiddenFolder() throws IOException {
    Files.createDirectories(source.resolve("hidden"));
    for (String when : List.of("--delete-before", "--delete-during", "--delete-after")) {
      push("-a", "--no-inc-recursive", when, "./", daemon.url("m/")).run().expect(23);
      assertThat(served.resolve("hidden/keep")).as(when).exists();
    }
  }

  /** From the module's root, where that is the daemon's: only root can change its root. */
  @Test
  void aHiddenDestinationIsNamedFromTheModulesRoot() {
    boolean root = "root".equals(System.getProperty("user.name"));
    assertThat(push("-a", "x", daemon.url("m/hidden")).run().err())
        .contains("ERROR: daemon has excluded destination \"" + (root ? "/" : "") + "hidden\"");
  }

  /** No real client sends an entry below a hidden folder without the folder. */
  @Test
  void entriesBelowAHiddenFolderAreRefused() throws IOException {
    try (PlainClient client = new PlainClient(daemon, "m")) {
      client.entry("hidden/made", 040755);
      client.entry("hidden/x", 0100644);
      client.endList();
      assertThat(client.readUntil("hidden/made\""))
          .contains("daemon refused to receive file \"hidden/x\"")
          .contains("daemon refused to receive directory \"hidden/made\"");
    }
    assertThat(served.resolve("hidden/made")).doesNotExist();
  }
}
