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
import org.jrsync.interop.process.Result;
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

  /** A real rsync's module lets clients in there. */
  @Test
  void whatLiesBelowAHiddenFolderIsNoDestination() throws IOException {
    Files.writeString(served.resolve("hidden/sub/old"), "kept\n");
    for (String to : List.of("m/hidden/sub/", "m/hidden/sub/x", "m/a/private/", "m/a/private/y")) {
      Result result = push("-rvc", "--delete", "./", daemon.url(to)).run();
      assertThat(result.err()).as(to).contains("ERROR: daemon has excluded destination \"");
      assertThat(result.exitCode()).as(to).isEqualTo(3);
      assertThat(result.out()).as(to).doesNotContain("old");
    }
    Result made = push("-r", "--mkpath", "x", daemon.url("m/hidden/new/deep/")).run();
    assertThat(made.err()).contains("ERROR: daemon has excluded destination \"");
    assertThat(served.resolve("hidden/sub/old")).exists();
    assertThat(served.resolve("hidden/sub/x")).doesNotExist();
    assertThat(served.resolve("hidden/new")).doesNotExist();
    assertThat(served.resolve("a/private/y")).doesNotExist();
  }

  /** Relative ones begin at the destination; and what is absolute may be far below. */
  @Test
  void placesThatOptionsNameAreNotBelowHiddenFolders() throws IOException {
    Files.writeString(served.resolve("a/x"), "before\n");
    for (String dir : List.of("../hidden/sub", "/hidden/sub", "private", "private/sub")) {
      for (String option : List.of("--backup-dir=", "--temp-dir=")) {
        Result result = push("-rb", option + dir, "x", daemon.url("m/a/")).run();
        assertThat(result.err())
            .as(option + dir)
            .contains("Your options have been rejected by the server.");
        assertThat(result.exitCode()).as(option + dir).isEqualTo(4);
      }
    }
    Result partial = push("-r", "--partial-dir=/hidden/sub", "x", daemon.url("m/a/")).run();
    assertThat(partial.err()).contains("Your options have been rejected by the server.");
    assertThat(served.resolve("a/x")).hasContent("before\n");
    assertThat(served.resolve("hidden/sub")).isEmptyDirectory();
    push("-rb", "--backup-dir=../kept", "x", daemon.url("m/a/")).run().expectSuccess();
    assertThat(served.resolve("kept/x")).hasContent("before\n");
  }

  @Test
  void backupsAreNotMadeUnderHiddenNames() throws IOException {
    Files.writeString(served.resolve("hid"), "before\n");
    Files.writeString(served.resolve("hidden/keep"), "kept\n");
    Files.writeString(source.resolve("hid"), "new text\n");
    Result beside = push("-rb", "--suffix=den", "hid", daemon.url("m/")).run();
    assertThat(beside.err()).contains("daemon refused to make backup \"");
    assertThat(served.resolve("hid")).hasContent("before\n");
    Files.createDirectories(source.resolve("private"));
    Files.writeString(source.resolve("private/x"), "new text\n");
    Files.createDirectories(served.resolve("b/private"));
    Files.writeString(served.resolve("b/private/x"), "old\n");
    Result hidden = push("-rb", "--backup-dir=/a", "private", daemon.url("m/b/")).run();
    assertThat(hidden.err()).contains("daemon refused to make backup \"");
    assertThat(hidden.exitCode()).isEqualTo(11);
    assertThat(served.resolve("a/private/x")).hasContent("hidden\n");
    assertThat(served.resolve("b/private/x")).hasContent("old\n");
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
