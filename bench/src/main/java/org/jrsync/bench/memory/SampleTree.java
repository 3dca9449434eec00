package org.jrsync.bench.memory;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A tree of many empty files with names of 20 bytes, two levels of directories above them. Every
 * tenth file is a hard link to its neighbour, so that a fifth of the files have two names.
 */
final class SampleTree implements AutoCloseable {
  private static final int DIRECTORIES_TOGETHER = 100;
  private static final int LINKED = 10;

  private final Path root;
  private final int entries;

  private SampleTree(Path root, int entries) {
    this.root = root;
    this.entries = entries;
  }

  /**
   * Makes a tree.
   *
   * @param parent folder for a new folder that holds it
   * @param files how many
   * @param perDirectory how many of them share a directory
   */
  static SampleTree make(Path parent, int files, int perDirectory) throws IOException {
    Path root = Files.createTempDirectory(parent, "jrsync-list-memory");
    SampleTree empty = new SampleTree(root, 0);
    try {
      return new SampleTree(root, fill(root, files, perDirectory));
    } catch (IOException | RuntimeException e) {
      empty.close();
      throw e;
    }
  }

  private static int fill(Path root, int files, int perDirectory) throws IOException {
    int entries = 1;
    Path directory = root;
    Path above = root;
    Path previous = root;
    for (int i = 0; i < files; i++) {
      if (i % (perDirectory * DIRECTORIES_TOGETHER) == 0) {
        above = Files.createDirectory(root.resolve(number("folder-", i, 5)));
        entries++;
      }
      if (i % perDirectory == 0) {
        directory = Files.createDirectory(above.resolve(number("folder-", i, 5)));
        entries++;
      }
      Path file = directory.resolve(number("file-", i, 10) + ".data");
      if (i % LINKED == 1) {
        Files.createLink(file, previous);
      } else {
        Files.createFile(file);
      }
      previous = file;
      entries++;
    }
    return entries;
  }

  private static String number(String before, int number, int digits) {
    String text = Integer.toString(number);
    return before + "0".repeat(Math.max(0, digits - text.length())) + text;
  }

  /** The folder that it lies in. */
  Path root() {
    return root;
  }

  /** Files and directories, the root included. */
  int entries() {
    return entries;
  }

  @Override
  public void close() throws IOException {
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
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
