package org.jrsync.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs programs that may or may not be installed. */
final class Tool {

  private static final long SECONDS = 60;

  private Tool() {}

  /**
   * What a program prints on its standard output, in a folder that is also its home. The test is
   * skipped where the program is not installed, and fails where it takes longer than a minute or
   * complains by its status or on its standard error.
   */
  static String output(Path folder, Path input, String... command)
      throws IOException, InterruptedException {
    assumeTrue(isInstalled(command[0]), command[0] + " is not installed");
    Path errors = Files.createTempFile(folder.getParent(), "errors", "");
    Path output = Files.createTempFile(folder.getParent(), "output", "");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("HOME", String.valueOf(folder.getParent()));
    builder.environment().put("TERM", "dumb");
    Process process =
        builder
            .redirectInput(input.toFile())
            .redirectError(errors.toFile())
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    assertThat(errors).isEmptyFile();
    try (InputStream in = Files.newInputStream(output)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static boolean isInstalled(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
