package org.jrsync.interop.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.PlainClient;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.wire.RsyncException;
import org.junit.jupiter.api.Test;

/** A client whose file list has no end is refused before the daemon's memory is at its own. */
class SessionBudgetTest {
  private static final int MANY = 1_500_000;

  @Test
  void aListThatIsTooLargeEndsItsSessionAlone() throws IOException {
    try (Scratch scratch = new Scratch()) {
      Path small =
          scratch.script(
              "small",
              "#!/bin/sh\nJRSYNC_JAVA_OPTIONS=-Xmx80m exec '" + Jrsync.binary() + "' \"$@\"\n");
      Module module = Module.writable("m", scratch.folder("served"));
      try (RsyncDaemon daemon =
          RsyncDaemon.start(small, scratch.folder("daemon"), List.of(module))) {
        try (PlainClient client = new PlainClient(daemon, "m")) {
          for (int i = 0; i < MANY; i++) {
            client.entry("some/folder/with/a/name/file-number-" + i, 0100644);
          }
          client.endList();
          client.readUntil("exceeds");
        } catch (RsyncException | IOException closed) {
          // The daemon does not wait for the rest.
        }
        assertThat(daemon.greets()).isTrue();
        assertThat(daemon.everythingLogged())
            .containsPattern("file list memory exceeds the limit of \\d+ bytes")
            .doesNotContain("OutOfMemory", "out of memory", "\tat ");
      }
    }
  }
}
