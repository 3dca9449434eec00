package org.jrsync.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdleThreadTest {
  private static final int DEEP = 5_000;
  private static final int PAGE = 4096;

  @Test
  void givesTheStackBackThatIsNotInUse() throws InterruptedException {
    AtomicLong before = new AtomicLong();
    AtomicLong after = new AtomicLong();
    AtomicLong sum = new AtomicLong();
    Thread thread =
        new Thread(
            null,
            () -> {
              descend(DEEP);
              before.set(resident());
              IdleThread.trim();
              after.set(resident());
              // What is below is room as before.
              sum.set(descend(DEEP));
            },
            "idle",
            4 << 20);
    thread.start();
    thread.join();

    assertThat(before.get()).isGreaterThan(40);
    assertThat(after.get()).isLessThan(8);
    assertThat(sum.get()).isEqualTo((long) DEEP * (DEEP + 1) / 2);
  }

  @Test
  void pathsCanBeUsedAfterwards() {
    IdleThread.trim();
    try (ConfinedTree tree = ConfinedTree.open(new byte[] {'/'}, Policy.BENEATH)) {
      assertThat(tree.stat(new byte[0], new FileStat())).isZero();
      IdleThread.trim();
      assertThat(tree.stat(new byte[0], new FileStat())).isZero();
    }
  }

  private static long descend(int depth) {
    return depth == 0 ? 0 : depth + descend(depth - 1);
  }

  /** How many pages of the calling thread's stack are in memory and below its frames. */
  private static long resident() {
    IdleThread.Range range = Objects.requireNonNull(IdleThread.unusedStack());
    long present = 0;
    try (RandomAccessFile pages = new RandomAccessFile("/proc/self/pagemap", "r")) {
      for (long page = range.from() / PAGE; page < range.to() / PAGE; page++) {
        pages.seek(page * Long.BYTES);
        // Little endian: the present bit is the last byte's highest.
        byte[] entry = new byte[Long.BYTES];
        pages.readFully(entry);
        present += entry[7] < 0 ? 1 : 0;
      }
      return present;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
