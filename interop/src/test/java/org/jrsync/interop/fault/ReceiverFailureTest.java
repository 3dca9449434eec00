package org.jrsync.interop.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.Test;

/** A generator that fails tells its peer, and neither waits for the other after that. */
class ReceiverFailureTest {
  @Test
  void endsAtOnceOnBothSides() throws IOException {
    try (Stage stage = new Stage(Jrsync.binary())) {
      Files.writeString(stage.sourcePath().resolve("a"), "a\n");
      // The rules are read once the generator looks for what to delete.
      Files.writeString(stage.copyPath().resolve(".rules"), "no rule\n");
      Result result =
          stage
              .client(Jrsync.binary(), false, "--delete", "--filter=: .rules")
              .limit(Duration.ofSeconds(25))
              .run();
      assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
      assertThat(result.err()).contains("Unknown filter rule");
      stage.assertPlain(result);
    }
  }
}
