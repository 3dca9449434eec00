package org.jrsync.bench.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Trees of files: made at random, changed at random, compared byte by byte, and removed. */
final class SoakTree {
  private static final int FOLDERS = 6;
  private static final int FILES_IN_FOLDER = 25;
  private static final int LARGEST_SMALL = 40_000;
  private static final int LARGE = 3_000_000;

  /** Whole seconds: what was changed has another time than what was not. */
  private static final long SECONDS = 1_700_000_000;

  private SoakTree() {}

  /** Makes some 150 small files and a large one. */
  static void make(Path root, Random random) throws IOException {
    for (int i = 0; i < FOLDERS; i++) {
      Path folder = Files.createDirectories(root.resolve("folder" + i));
      open(folder, "rwxr-xr-x");
      for (int j = 0; j < FILES_IN_FOLDER; j++) {
        write(folder.resolve("file" + j), random.nextInt(LARGEST_SMALL), random);
      }
    }
    write(root.resolve("large"), LARGE, random);
    open(root, "rwxr-xr-x");
  }

  private static void open(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static void write(Path file, int size, Random random) throws IOException {
    byte[] content = new byte[size];
    random.nextBytes(content);
    Files.write(file, content);
    open(file, "rw-r--r--");
    Files.setLastModifiedTime(
        file, FileTime.from(Instant.ofEpochSecond(SECONDS + random.nextInt(100_000_000))));
  }

  /** Changes, adds and removes some of the files, the large one in its middle. */
  static void change(Path root, Random random) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(root)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      int dice = random.nextInt(10);
      if (file.endsWith("large")) {
        byte[] content = Files.readAllBytes(file);
        content[random.nextInt(content.length)] ^= 1;
        Files.write(file, content);
        Files.setLastModifiedTime(
            file, FileTime.from(Instant.ofEpochSecond(SECONDS - random.nextInt(100_000_000))));
      } else if (dice == 0) {
        Files.delete(file);
      } else if (dice == 1) {
        write(file, random.nextInt(LARGEST_SMALL), random);
      }
    }
    for (int i = 0; i < FOLDERS; i++) {
      Path folder = root.resolve("folder" + i);
      write(folder.resolve("new" + random.nextInt(1000)), random.nextInt(LARGEST_SMALL), random);
    }
  }

  /** The first path at which two trees differ in names or content, or an empty text. */
  static String difference(Path one, Path other) throws IOException {
    List<String> names = names(one);
    if (!names.equals(names(other))) {
      return "names below " + other;
    }
    for (String name : names) {
      Path file = one.resolve(name);
      if (Files.isRegularFile(file) && Files.mismatch(file, other.resolve(name)) >= 0) {
        return other.resolve(name).toString();
      }
    }
    return "";
  }

  private static List<String> names(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.map(path -> root.relativize(path).toString()).sorted().toList();
    }
  }

  /** Removes a tree that this program has made. */
  static void remove(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
