package org.jrsync.interop.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jrsync.interop.process.Command;

/**
 * The program under test: the checkout's launcher, or what the system property {@code
 * jrsync.binary} names.
 */
public final class Jrsync {
  private static final Duration BUILDING = Duration.ofMinutes(5);

  private Jrsync() {}

  /** Holds what is found once for all tests. */
  private static final class Built {
    private static final Path BINARY = find();

    // A launcher that has to build first says so, which no test wants to see.
    static {
      Command.of(BINARY, "--version").limit(BUILDING).run().expectSuccess();
    }
  }

  /** Ready to run, which is found out on first use. */
  public static Path binary() {
    return Built.BINARY;
  }

  /** The same with a small heap, by a script in the folder of the test. */
  public static Path withHeap(Scratch scratch, int mebibytes) {
    return scratch.script(
        "small",
        "#!/bin/sh\nJRSYNC_JAVA_OPTIONS=-Xmx" + mebibytes + "m exec '" + binary() + "' \"$@\"\n");
  }

  private static Path find() {
    return Optional.ofNullable(System.getProperty("jrsync.binary"))
        .map(Path::of)
        .orElseGet(Jrsync::launcher);
  }

  private static Path launcher() {
    try {
      for (Path folder = Path.of("").toRealPath(); folder != null; folder = folder.getParent()) {
        Path launcher = folder.resolve("jrsync");
        if (Files.isRegularFile(launcher) && Files.isExecutable(launcher)) {
          return launcher;
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    throw new AssertionError("no ./jrsync in this folder or one above it");
  }
}
