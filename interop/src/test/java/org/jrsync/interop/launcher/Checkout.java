package org.jrsync.interop.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Scratch;
import org.jrsync.interop.process.Command;

/**
 * A checkout that was never built: the launcher's own files, hardly any source, and in place of
 * Maven a program that counts how often it is called and delivers the jars of the real build.
 */
final class Checkout implements AutoCloseable {
  static final String ANSWER = "jrsync  version ";

  private final Scratch scratch = new Scratch();
  private final Path home = scratch.folder("a checkout");
  private final Path calls = scratch.path().resolve("calls");

  Checkout() {
    Path real = Jrsync.binary().resolveSibling("");
    copy(real.resolve("jrsync"), launcher());
    copy(real.resolve("cli/src/launcher/prepare"), prepare());
    write(home.resolve("pom.xml"), "<project/>\n");
    for (String module : List.of("posix", "wire", "engine", "client", "daemon", "cli")) {
      write(home.resolve(module + "/pom.xml"), "<project/>\n");
      write(home.resolve(module + "/src/main/java/Source.java"), "class Source {}\n");
    }
    scratch.folder("bin");
    maven(
        """
        sleep 0.5
        mkdir -p build/maven/jrsync-cli/dist
        cp -R '%s/lib' build/maven/jrsync-cli/dist/lib
        """
            .formatted(folderOf(real)));
  }

  /** What the stand-in for Maven does after it has noted the call. */
  void maven(String script) {
    scratch.script("bin/mvn", "#!/bin/sh\necho call >>'" + calls + "'\n" + script);
  }

  Path home() {
    return home;
  }

  Path launcher() {
    return home.resolve("jrsync");
  }

  Path prepare() {
    return home.resolve("cli/src/launcher/prepare");
  }

  /** {@code ./jrsync --version}, with the tests' own JDK and the stand-in for Maven. */
  Command version() {
    return Command.of(launcher(), "--version")
        .env("JAVA_HOME", System.getProperty("java.home"))
        .env("PATH", scratch.path().resolve("bin") + ":/usr/bin:/bin");
  }

  /** How often Maven was called. */
  long builds() {
    try {
      return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder that the launcher of a checkout runs, which the build's own description names. */
  static Path folderOf(Path checkout) {
    String key = "_jrsync_dist='";
    try {
      for (String line : Files.readAllLines(checkout.resolve("build/launch"))) {
        if (line.startsWith(key)) {
          return Path.of(line.substring(key.length(), line.length() - 1));
        }
      }
      throw new AssertionError("no folder in build/launch of " + checkout);
    } catch (IOException e) {
      throw new UncheckedIOException("run ./jrsync once before these tests", e);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      Files.copy(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    scratch.close();
  }
}
