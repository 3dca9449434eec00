package org.jrsync.interop.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.jrsync.interop.harness.Jrsync;
import org.jrsync.interop.harness.Module;
import org.jrsync.interop.harness.RsyncDaemon;
import org.jrsync.interop.harness.Scratch;

/** A folder of small files that is pulled as usual, and one large file that keeps clients busy. */
final class World implements AutoCloseable {
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
  private static final int FILES = 40;
  private static final int FILE_BYTES = 25_000;
  private static final long LARGE_BYTES = 64L << 20;

  final Scratch scratch = new Scratch();

  /** What ordinary clients want. */
  final PullRequest pull = new PullRequest("all", "src/", FILES, (long) FILES * FILE_BYTES);

  World() {
    byte[] noise = new byte[FILE_BYTES];
    new Random(1).nextBytes(noise);
    try {
      for (int i = 0; i < FILES; i++) {
        Files.write(scratch.folder("all/src").resolve("file" + i), noise);
      }
      large(scratch.folder("all/large"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void large(Path folder) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("file").toFile(), "rw")) {
      file.setLength(LARGE_BYTES);
    }
  }

  /** A folder with the large file alone. */
  Path largeFolder() {
    return scratch.path().resolve("all/large");
  }

  /** What a client of a module that is such a folder wants. */
  PullRequest large(String module) {
    return new PullRequest(module, "", 1, LARGE_BYTES);
  }

  /** The same file, in the module of the ordinary clients. */
  PullRequest largeOfTheSameModule() {
    return new PullRequest("all", "large/", 1, LARGE_BYTES);
  }

  /**
   * Starts a daemon with the module {@code all}.
   *
   * @param globals lines before it
   * @param modules sections after it
   */
  RsyncDaemon daemon(String globals, Module... modules) {
    StringBuilder config = new StringBuilder(globals).append("reverse lookup = no\n");
    config.append(Module.readOnly("all", scratch.path().resolve("all")).section(ROOT));
    for (Module module : modules) {
      config.append(module.section(ROOT));
    }
    return RsyncDaemon.startWith(Jrsync.binary(), scratch.folder("daemon"), config.toString());
  }

  /** Waits until the daemon has begun so many transfers of a kind, for ten seconds at most. */
  static void awaitTransfers(RsyncDaemon daemon, PullRequest request, int count) {
    try {
      for (int i = 0; i < 500 && transfers(daemon, request) < count; i++) {
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertThat(transfers(daemon, request)).isGreaterThanOrEqualTo(count);
  }

  /** How many transfers of a kind the daemon has begun. */
  static int transfers(RsyncDaemon daemon, PullRequest request) {
    return daemon.log().split("rsync on " + request.path(), -1).length - 1;
  }

  @Override
  public void close() {
    scratch.close();
  }
}
