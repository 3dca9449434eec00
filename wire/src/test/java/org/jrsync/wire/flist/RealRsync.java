package org.jrsync.wire.flist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The real rsync, where it is installed. */
final class RealRsync {

  private RealRsync() {}

  static void assumePresent() {
    boolean present;
    try {
      present =
          new ProcessBuilder("rsync", "--version")
                  .redirectErrorStream(true)
                  .start()
                  .getInputStream()
                  .read()
              >= 0;
    } catch (IOException e) {
      present = false;
    }
    Assumptions.assumeTrue(present, "rsync is not installed");
  }

  static List<String> lines(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("rsync"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException("rsync ended with " + status);
    }
    return output.lines().toList();
  }
}
