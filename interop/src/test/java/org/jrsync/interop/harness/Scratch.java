package org.jrsync.interop.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jrsync.interop.tree.Disk;
import org.jrsync.interop.tree.Name;

/**
 * A folder of a test's own that vanishes with it, whatever names and modes ended up in it. Its path
 * is short, because the longest paths of the hard tree leave little room before them. The system
 * property {@code jrsync.scratch} says where it lies, {@code /tmp} if it does not.
 */
public final class Scratch implements AutoCloseable {
  private final Path folder;

  public Scratch() {
    try {
      folder =
          Files.createTempDirectory(Path.of(System.getProperty("jrsync.scratch", "/tmp")), "jrsi");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path path() {
    return folder;
  }

  /** A new folder in it. */
  public Path folder(String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new text file in it. */
  public Path file(String name, String content) {
    try {
      return Files.writeString(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new executable shell script in it. */
  public Path script(String name, String content) {
    try {
      Path script = file(name, content);
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
      return script;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    new Disk(folder).remove(Name.of(""));
  }
}
