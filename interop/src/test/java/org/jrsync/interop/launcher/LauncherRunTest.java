package org.jrsync.interop.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The launcher once there is a build: as quiet as an installed binary, from wherever it is run. */
@Execution(ExecutionMode.CONCURRENT)
class LauncherRunTest {

  @Test
  void runsThroughSymlinksFromAnyFolderWithoutEnvironment() throws IOException {
    try (var scratch = new Scratch()) {
      Path first = scratch.path().resolve("first");
      Path second = scratch.folder("elsewhere").resolve("second");
      Files.createSymbolicLink(first, Jrsync.binary());
      Files.createSymbolicLink(second, Path.of("../first"));
      expectQuiet(
          Command.of("/usr/bin/env", "-i", second.toString(), "--version").in(Path.of("/")));
      expectQuiet(Command.of("elsewhere/second", "--version").in(scratch.path()));
      expectQuiet(
          Command.of("/bin/sh", "-c", "PATH=$PWD:$PATH; second --version")
              .in(scratch.folder("elsewhere")));
    }
  }

  @Test
  void theVirtualMachineAnnouncesNothing() {
    expectQuiet(
        Command.of(Jrsync.binary(), "--version")
            .env("JAVA_TOOL_OPTIONS", "-Dsome=thing")
            .env("JDK_JAVA_OPTIONS", "-Dsome=thing")
            .env("_JAVA_OPTIONS", "-Dsome=thing"));
  }

  @Test
  void aCacheThatCannotBeUsedMakesNoNoise() throws IOException {
    try (var checkout = new Checkout()) {
      checkout.version().run().expectSuccess();
      Path cache = Checkout.folderOf(checkout.home()).resolve("jrsync.aot");
      assertThat(cache).exists();
      long length = Files.size(cache);
      try (FileChannel file = FileChannel.open(cache, StandardOpenOption.WRITE)) {
        file.truncate(length / 2);
      }
      expectQuiet(checkout.version());
      Files.writeString(cache, "not a cache");
      expectQuiet(checkout.version());
      Files.delete(cache);
      expectQuiet(checkout.version());
      assertThat(checkout.builds()).isEqualTo(1);
    }
  }

  /** A virtual machine cannot start there; the shell that runs the launcher complains by itself. */
  @Test
  void folderThatIsGoneIsToldOf() {
    try (Scratch scratch = new Scratch()) {
      scratch.file("file", "x");
      String gone = "mkdir gone && cd gone && rmdir ../gone && exec '" + Jrsync.binary() + "' ";
      Command copy =
          Command.of(
              "/bin/sh",
              "-c",
              gone + "-a '" + scratch.path() + "/file' '" + scratch.path() + "/copy'");
      Result result = copy.in(scratch.path()).run().expect(3);
      assertThat(result.err())
          .contains(
              "rsync: [Receiver] getcwd(): No such file or directory (2)\n"
                  + "rsync error: errors selecting input/output files, dirs (code 3)");
      assertThat(scratch.path().resolve("copy")).doesNotExist();
      assertThat(Command.of("/bin/sh", "-c", gone + "--version").in(scratch.path()).run().out())
          .startsWith("jrsync  version ");
    }
  }

  @Test
  void inheritedDescriptorsStayOpen() {
    String script = "exec 3</etc/passwd 9</etc/group; exec '" + Jrsync.binary() + "' --version";
    expectQuiet(Command.of("/bin/sh", "-c", script));
  }

  @Test
  void theProcessItselfBecomesTheProgram() throws Exception {
    // A server waits for its peer's greeting, so there is time to look.
    Process server = Command.of(Jrsync.binary(), "--server", "--sender", "-r", ".", ".").start();
    try {
      Path image = Path.of("/proc/" + server.pid() + "/exe");
      Instant end = Instant.now().plusSeconds(30);
      while (!Files.readSymbolicLink(image).endsWith("bin/java")) {
        assertThat(Instant.now()).as("still a shell").isBefore(end);
        Thread.sleep(20);
      }
      assertThat(server.children()).isEmpty();
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private static void expectQuiet(Command command) {
    Result result = command.run().expectSuccess();
    assertThat(result.out()).startsWith(Checkout.ANSWER);
    assertThat(result.err()).isEmpty();
  }
}
