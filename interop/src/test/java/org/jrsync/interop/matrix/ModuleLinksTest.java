package org.jrsync.interop.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.peer.Peers;
import org.jrsync.interop.process.Command;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a module stores for symbolic links that are pushed into it: what rsync's daemon stores. */
class ModuleLinksTest {
  private static final List<String> TARGETS =
      List.of(
          "/etc/passwd",
          "../../up",
          "../side",
          "a/../b",
          "./x",
          "..",
          "plain",
          "/",
          "a/b/..",
          "../../../../../../etc/passwd");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "use chroot = no|munge symlinks = no",
        "use chroot = no|munge symlinks = yes",
        "use chroot = no",
      })
  void storedAsByRsync(String settings) throws IOException {
    try (Scratch scratch = new Scratch()) {
      Path source = scratch.folder("source");
      for (String folder : List.of("", "one", "one/two")) {
        Path here = Files.createDirectories(source.resolve(folder));
        for (int i = 0; i < TARGETS.size(); i++) {
          Files.createSymbolicLink(here.resolve("link" + i), Path.of(TARGETS.get(i)));
        }
      }
      Path theirs = push(scratch, "theirs", Peers.NEWEST.orSkip().binary(), settings, source);
      Path ours = push(scratch, "ours", Jrsync.binary(), settings, source);
      assertThat(targets(ours)).hasSize(3 * TARGETS.size()).isEqualTo(targets(theirs));
      assertThat(Files.readSymbolicLink(ours.resolve("link0")))
          .as("a link that leads out")
          .isNotEqualTo(Path.of("/etc/passwd"));
    }
  }

  /** Every link's target by the link's path. */
  private static Map<String, String> targets(Path folder) throws IOException {
    Map<String, String> targets = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path link : paths.filter(Files::isSymbolicLink).toList()) {
        targets.put(folder.relativize(link).toString(), Files.readSymbolicLink(link).toString());
      }
    }
    return targets;
  }

  private static Path push(
      Scratch scratch, String name, Path server, String settings, Path source) {
    Path copy = scratch.folder(name);
    Module module = Module.writable("m", copy, settings.split("\\|", -1));
    Path client = Peers.NEWEST.orSkip().binary();
    try (RsyncDaemon daemon =
        RsyncDaemon.start(server, scratch.folder(name + "-daemon"), List.of(module))) {
      Command.of(client, "-a", source + "/", daemon.url("m/")).run().expectSuccess();
      // A second run finds nothing to do.
      assertThat(Command.of(client, "-ai", source + "/", daemon.url("m/")).run().out()).isEmpty();
    }
    return copy;
  }
}
