package org.jrsync.interop.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder where fetched peers stay between runs: {@code /var/tmp/jrsync-peers}, or one with the
 * user's name behind it where that belongs to somebody else (who could plant a program there).
 */
final class PeerCache {
  private static final String SHARED = "/var/tmp/jrsync-peers";

  private PeerCache() {}

  /** Makes a binary and answers where it is; called only when it is not cached. */
  @FunctionalInterface
  interface Maker {
    /** Works in an empty scratch folder and returns the finished program in it. */
    Path make(Path scratch) throws PeerMissing;
  }

  /**
   * The cached program of the given name, made first when it is missing; safe with several
   * processes at once.
   */
  static Path get(String name, Maker maker) throws PeerMissing {
    Path shared = Path.of(SHARED, name);
    if (Files.isExecutable(shared) && trusted(Path.of(SHARED))) {
      return shared;
    }
    Path folder = writableFolder();
    Path wanted = folder.resolve(name);
    try (FileChannel lock =
            FileChannel.open(
                folder.resolve(name + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var held = lock.lock()) {
      if (!Files.isExecutable(wanted)) {
        Path scratch = Files.createTempDirectory(folder, "make-");
        try {
          Path made = maker.make(scratch);
          Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
          Files.move(made, wanted, StandardCopyOption.ATOMIC_MOVE);
        } finally {
          deleteTree(scratch);
        }
      }
      assert held.isValid();
      return wanted;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path writableFolder() {
    Path folder = Path.of(SHARED);
    try {
      if (!Files.exists(folder)) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      }
      if (trusted(folder) && Files.isWritable(folder)) {
        return folder;
      }
      Path own = Path.of(SHARED + "-" + System.getProperty("user.name"));
      Files.createDirectories(own);
      if (!trusted(own)) {
        throw new IllegalStateException(own + " belongs to another user");
      }
      return own;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean trusted(Path folder) {
    try {
      String owner = Files.getOwner(folder).getName();
      return owner.equals("root") || owner.equals(System.getProperty("user.name"));
    } catch (IOException e) {
      return false;
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
