package org.jrsync.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Bytes of names, and scratch directories that anybody may enter. */
final class TestPaths {
  private TestPaths() {}

  static byte[] b(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] b(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static Path create(String name) throws IOException {
    Path path = Files.createTempDirectory("posix-" + name + "-");
    path.toFile().setExecutable(true, false);
    path.toFile().setReadable(true, false);
    return path;
  }

  static void delete(Path root) throws IOException {
    // Long paths are out of java.nio.file's reach: they are cut short by moving their parts up.
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException error)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
