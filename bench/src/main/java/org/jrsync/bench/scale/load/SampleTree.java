package org.jrsync.bench.scale.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.jrsync.wire.checksum.ChecksumType;
import org.jrsync.wire.checksum.Checksums;
import org.jrsync.wire.checksum.StrongChecksum;

/**
 * What every client pulls: {@value #FILES} files of 1 to 16 KiB, the same in each run. Its content
 * is kept here, so that each byte that arrives can be compared.
 */
public final class SampleTree {

  /** How many files there are. */
  public static final int FILES = 100;

  private static final int KIB = 1024;
  private static final int LARGEST_KIB = 16;
  private static final String PREFIX = "file-";
  private static final int DIGITS = 3;

  private final byte[][] contents = new byte[FILES][];
  private final Map<ChecksumType, byte[][]> sums = new ConcurrentHashMap<>();

  /** Makes the content. */
  public SampleTree() {
    Random random = new Random(20_26);
    for (int i = 0; i < FILES; i++) {
      contents[i] = new byte[KIB + random.nextInt((LARGEST_KIB - 1) * KIB + 1)];
      random.nextBytes(contents[i]);
    }
  }

  /** Writes the files into a folder that anybody may read. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (int i = 0; i < FILES; i++) {
      Path file = Files.write(folder.resolve(name(i)), contents[i]);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  /** Bytes of all files together. */
  public long bytes() {
    return Arrays.stream(contents).mapToLong(content -> content.length).sum();
  }

  private static String name(int file) {
    return PREFIX + String.valueOf(1000 + file).substring(1);
  }

  /** The number of the file with this path, or -1 where there is none. */
  int find(byte[] path) {
    if (path.length != PREFIX.length() + DIGITS) {
      return -1;
    }
    int number = 0;
    for (int i = PREFIX.length(); i < path.length; i++) {
      number = number * 10 + (path[i] - '0');
    }
    return number >= 0 && number < FILES && Arrays.equals(path, name(number).getBytes(US_ASCII))
        ? number
        : -1;
  }

  /** What is in a file. */
  byte[] content(int file) {
    return contents[file];
  }

  /** The sum that a sender gives after a file's data, for a type whose sums have no seed. */
  byte[] sum(ChecksumType type, int file) {
    return sums.computeIfAbsent(type, this::sumAll)[file];
  }

  private byte[][] sumAll(ChecksumType type) {
    StrongChecksum checksum = Checksums.forTransfer(type, 0);
    byte[][] all = new byte[FILES][];
    for (int i = 0; i < FILES; i++) {
      checksum.reset();
      checksum.update(contents[i], 0, contents[i].length);
      all[i] = checksum.digest();
    }
    return all;
  }
}
