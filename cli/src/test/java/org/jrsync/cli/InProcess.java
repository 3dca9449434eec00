package org.jrsync.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jrsync.engine.options.Environment;

/** Runs the program in this process, without any environment. */
final class InProcess {
  private InProcess() {}

  /** Runs to the end; what is printed is in the console's streams. Returns the exit code. */
  static int run(Console console, String... words) {
    List<byte[]> bytes = new ArrayList<>();
    for (String word : words) {
      bytes.add(word.getBytes(StandardCharsets.ISO_8859_1));
    }
    int status = new Program(console, Environment.EMPTY).run(bytes);
    console.flush();
    return status;
  }
}
