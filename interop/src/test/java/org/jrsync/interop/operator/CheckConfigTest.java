package org.jrsync.interop.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.process.Command;
import org.jrsync.interop.process.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --check-config} as an operator runs it. */
class CheckConfigTest {
  @TempDir private Path dir;

  private Result check(String config) throws IOException {
    // Where a daemon runs as root, the module's user is nobody.
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path file = dir.resolve("d.conf");
    Files.writeString(file, config);
    return Command.of(Jrsync.binary(), "--daemon", "--check-config", "--config=" + file).run();
  }

  @Test
  void valuesGoToStandardOutputAndProblemsToStandardError() throws IOException {
    Result result = check("max sesions = 3\n[m]\npath = " + dir + "\n");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("[m]\n", "    path = " + dir + "\n");
    assertThat(result.err())
        .contains(dir + "/d.conf line 1: warning: unknown parameter \"max sesions\"");
  }

  @Test
  void anErrorIsAnExitCode() throws IOException {
    Result result = check("[m]\npath = " + dir + "/none\n");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .contains(dir + "/d.conf line 2: error: module \"m\": " + dir + "/none: No such file");
  }
}
