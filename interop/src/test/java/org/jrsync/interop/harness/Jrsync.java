package org.jrsync.interop.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The program under test: the checkout's launcher, or what the system property {@code
 * jrsync.binary} names.
 */
public final class Jrsync {
  private Jrsync() {}

  public static Path binary() {
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
