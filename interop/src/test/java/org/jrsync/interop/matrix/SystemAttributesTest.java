package org.jrsync.interop.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.RemoteShell;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Access control lists do not come in as extended attributes. */
class SystemAttributesTest {
  private static final String ASKED = "--filter=+x system.*";

  private final Scratch scratch = new Scratch();
  private final Path source = scratch.folder("source");
  private final Path target = scratch.folder("target");

  @BeforeEach
  void makeLists() throws IOException {
    Files.writeString(source.resolve("f"), "text\n");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setfacl")), "there is no setfacl");
    Command.of("setfacl", "-m", "u:1000:rwx,m::rwx", source.resolve("f").toString())
        .run()
        .expectSuccess();
    Command.of("setfattr", "-n", "user.kept", "-v", "1", source.resolve("f").toString())
        .run()
        .expectSuccess();
  }

  @AfterEach
  void end() {
    scratch.close();
  }

  private String listOf(String name) {
    Path file = target.resolve(name);
    return Command.of("getfacl", "-cn", file.toString()).run().expectSuccess().out();
  }

  private String attributesOf(String name) {
    Path file = target.resolve(name);
    return Command.of("getfattr", "-d", file.toString()).run().expectSuccess().out();
  }

  @Test
  void aModulesChmodAndRefusedListsHold() throws IOException {
    Module module = Module.writable("m", target, "incoming chmod = F0600", "refuse options = acls");
    try (RsyncDaemon daemon =
        RsyncDaemon.start(Jrsync.binary(), scratch.folder("daemon"), List.of(module))) {
      // The second run finds the file there and has only its attributes to look at.
      for (int run = 0; run < 2; run++) {
        Command.of(
                Peers.NEWEST.orSkip().binary(),
                "-rpX",
                "--super",
                ASKED,
                "--filter=+x user.*",
                source + "/",
                daemon.url("m/"))
            .run()
            .expectSuccess();
        assertThat(listOf("f")).doesNotContain("user:1000");
        assertThat(
                PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("f"))))
            .isEqualTo("rw-------");
        assertThat(attributesOf("f")).contains("user.kept");
      }
    }
  }

  /** A client's deletions do not take away what it cannot set. */
  @Test
  void aModulesOwnListsStay() throws IOException {
    Files.writeString(target.resolve("f"), "old\n");
    Command.of("setfacl", "-m", "u:1001:r", target.resolve("f").toString()).run().expectSuccess();
    Module module = Module.writable("m", target, "refuse options = acls");
    try (RsyncDaemon daemon =
        RsyncDaemon.start(Jrsync.binary(), scratch.folder("daemon"), List.of(module))) {
      Command.of(
              Peers.NEWEST.orSkip().binary(),
              "-rtX",
              "--inplace",
              "--delete",
              ASKED,
              source + "/",
              daemon.url("m/"))
          .run()
          .expectSuccess();
    }
    assertThat(target.resolve("f")).hasContent("text\n");
    assertThat(listOf("f")).contains("user:1001:r--").doesNotContain("user:1000");
  }

  /** Where this side's user asks for them, they are taken as by rsync. */
  @Test
  void aClientTakesThemWhereItsUserAsksForThem() {
    assumeTrue(System.getProperty("user.name", "").equals("root"), "only root takes them at all");
    String shell = RemoteShell.create(scratch).toString();
    String rsync = Peers.NEWEST.orSkip().binary().toString();
    String from = "h:" + source + "/";
    Command.of(
            Jrsync.binary(),
            "-rX",
            "-e",
            shell,
            "--rsync-path=" + rsync,
            "-M" + ASKED,
            from,
            target + "/unasked/")
        .run()
        .expectSuccess();
    assertThat(listOf("unasked/f")).doesNotContain("user:1000");
    Command.of(
            Jrsync.binary(),
            "-rX",
            "-e",
            shell,
            "--rsync-path=" + rsync,
            ASKED,
            from,
            target + "/asked/")
        .run()
        .expectSuccess();
    assertThat(listOf("asked/f")).contains("user:1000:rwx");
  }
}
