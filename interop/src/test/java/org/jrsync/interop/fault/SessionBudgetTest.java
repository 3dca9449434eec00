package org.jrsync.interop.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.PlainClient;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.wire.RsyncException;
import org.junit.jupiter.api.Test;

/**
 * Clients whose file lists are too large, alone or together, are refused before the daemon's memory
 * is at its end.
 */
class SessionBudgetTest {
  private static final int MANY = 1_500_000;

  /**
   * Entries with names of 3000 bytes that take more than half of what all sessions have together,
   * and less than the three quarters that one may have alone.
   */
  private static final int MORE_THAN_HALF = 6_000;

  private static final String LONG_NAME = "x".repeat(3000);

  private static RsyncDaemon start(Scratch scratch) throws IOException {
    Path small = Jrsync.withHeap(scratch, 80);
    Module module = Module.writable("m", scratch.folder("served"));
    return RsyncDaemon.start(small, scratch.folder("daemon"), List.of(module));
  }

  private static void longEntry(PlainClient client, int number) {
    client.entry("file-number-" + number + LONG_NAME, 0100644);
  }

  private static void awaitRefusal(RsyncDaemon daemon) {
    Instant end = Instant.now().plusSeconds(30);
    while (!daemon.everythingLogged().contains("exceeds") && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(50_000_000);
    }
    assertThat(daemon.everythingLogged())
        .containsPattern(
            "file list memory exceeds the limit of \\d+ bytes for a session now, of \\d+ for all"
                + " sessions together");
  }

  private static void assertNothingFailed(String log) {
    assertThat(log).doesNotContain("OutOfMemory", "out of memory", "\tat ");
  }

  @Test
  void aListThatIsTooLargeEndsItsSessionAlone() throws IOException {
    try (Scratch scratch = new Scratch();
        RsyncDaemon daemon = start(scratch)) {
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
      awaitRefusal(daemon);
      assertNothingFailed(daemon.everythingLogged());
    }
  }

  @Test
  void sessionsShareTheMemoryAndGiveItBack() throws IOException {
    try (Scratch scratch = new Scratch();
        RsyncDaemon daemon = start(scratch)) {
      try (PlainClient one = new PlainClient(daemon, "m");
          PlainClient two = new PlainClient(daemon, "m")) {
        for (int i = 0; i < MORE_THAN_HALF; i++) {
          longEntry(one, i);
          longEntry(two, i);
        }
        awaitRefusal(daemon);
      } catch (RsyncException | IOException closed) {
        // One of the two is not waited for.
      }
      awaitRefusal(daemon);
      try (PlainClient alone = new PlainClient(daemon, "m")) {
        for (int i = 0; i < MORE_THAN_HALF; i++) {
          longEntry(alone, i);
        }
        alone.endList();
        // What it says of the first file shows that it has taken the whole list.
        assertThat(alone.readUntil("file-number-")).contains("file-number-");
      }
      assertNothingFailed(daemon.everythingLogged());
    }
  }
}
