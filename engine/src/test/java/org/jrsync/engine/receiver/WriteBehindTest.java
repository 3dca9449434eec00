package org.jrsync.engine.receiver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jrsync.engine.SideSetup.Companion;
import org.jrsync.engine.SideSetup.Companions;
import org.jrsync.posix.ConfinedTree;
import org.jrsync.posix.Errno;
import org.jrsync.posix.FileHandle;
import org.jrsync.posix.Policy;
import org.jrsync.posix.PosixException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WriteBehindTest {
  private static final int BUFFER = WriteBehind.BUFFER;

  private static FileHandle create(ConfinedTree tree) {
    return tree.create(new byte[] {'f'}, 0600);
  }

  private static ConfinedTree open(Path dir) {
    return ConfinedTree.open(dir.toString().getBytes(ISO_8859_1), Policy.BENEATH);
  }

  private static FileOutput output(FileHandle file, Companions companions) {
    return new FileOutput(
        file,
        false,
        0,
        0,
        new TouchedBlocks(),
        new byte[FileOutput.bufferSize()],
        new WriteBehind(file, 0, companions));
  }

  @Test
  void whatIsAppendedInAnyPiecesIsInTheFile(@TempDir Path dir) throws IOException {
    Random random = new Random(1);
    byte[] data = new byte[9_000_001];
    random.nextBytes(data);
    try (ConfinedTree tree = open(dir);
        FileHandle file = create(tree);
        FileOutput output = output(file, Companions.PLATFORM_THREADS)) {
      for (int at = 0; at < data.length; ) {
        int count = Math.min(data.length - at, 1 + random.nextInt(3 * BUFFER / 2));
        byte[] piece = java.util.Arrays.copyOfRange(data, at, at + count);
        output.write(piece, 0, count);
        java.util.Arrays.fill(piece, (byte) 0); // What was handed over is the caller's again.
        at += count;
      }
      output.finish(false);
      assertThat(output.offset()).isEqualTo(data.length);
    }
    assertThat(Files.readAllBytes(dir.resolve("f"))).isEqualTo(data);
  }

  @Test
  void anErrorOfTheOtherThreadIsThrownWhereWritingGoesOn() {
    try (ConfinedTree tree = ConfinedTree.open("/dev".getBytes(ISO_8859_1), Policy.BENEATH);
        FileHandle full = tree.openWrite("full".getBytes(ISO_8859_1), 0, 0);
        FileOutput output = output(full, Companions.PLATFORM_THREADS)) {
      byte[] data = new byte[BUFFER];
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  output.write(data, 0, data.length);
                }
                output.finish(false);
              })
          .isInstanceOfSatisfying(
              PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOSPC));
    }
  }

  @Test
  void anErrorOfTheLastPieceIsThrownAtTheEnd() {
    try (ConfinedTree tree = ConfinedTree.open("/dev".getBytes(ISO_8859_1), Policy.BENEATH);
        FileHandle full = tree.openWrite("full".getBytes(ISO_8859_1), 0, 0);
        FileOutput output = output(full, Companions.PLATFORM_THREADS)) {
      output.write(new byte[10], 0, 10);
      assertThatThrownBy(() -> output.finish(false))
          .isInstanceOfSatisfying(
              PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOSPC));
    }
  }

  @Test
  void closingEndsTheThreadEvenWhenInterrupted(@TempDir Path dir) throws Exception {
    CompletableFuture<Thread> writer = new CompletableFuture<>();
    Companions remembering =
        (name, task) -> {
          Thread thread = Thread.ofPlatform().name(name).daemon(true).start(task);
          writer.complete(thread);
          return Companion.of(thread);
        };
    try (ConfinedTree tree = open(dir);
        FileHandle file = create(tree)) {
      FileOutput output = output(file, remembering);
      output.write(new byte[2 * BUFFER + 1], 0, 2 * BUFFER + 1);
      Thread.currentThread().interrupt();
      output.close();
      assertThat(Thread.interrupted()).isTrue();
      Thread thread = writer.get(10, TimeUnit.SECONDS);
      thread.join(10_000);
      assertThat(thread.isAlive()).isFalse();
      assertThat(Files.size(dir.resolve("f"))).isEqualTo(2 * BUFFER);
    }
  }
}
