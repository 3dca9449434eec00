package org.jrsync.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Datagrams to a socket that another process would have. */
class UnixDatagramTest {
  @TempDir Path dir;

  private static byte[] b(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @Test
  void comesByPathAndByName() {
    String name = "@jrsync-test-" + ProcessHandle.current().pid();
    for (String address : new String[] {dir.resolve("socket").toString(), name}) {
      try (DatagramReceiver receiver = new DatagramReceiver(address)) {
        UnixDatagram.send(b(address), b("READY=1\nSTATUS=x"), 0);
        UnixDatagram.send(b(address), b("STOPPING=1"), 0);
        assertThat(receiver.next(1_000)).isEqualTo("READY=1\nSTATUS=x");
        assertThat(receiver.next(1_000)).isEqualTo("STOPPING=1");
        assertThat(receiver.next(0)).isNull();
      }
    }
  }

  @Test
  void saysWhatIsWrong() {
    String missing = dir.resolve("none").toString();
    assertThatThrownBy(() -> UnixDatagram.send(b(missing), b("x"), 0))
        .isInstanceOf(PosixException.class)
        .hasMessageContaining("connect: No such file");
    for (String address : new String[] {"", "@", "/", "relative", "/" + "x".repeat(107)}) {
      assertThatThrownBy(() -> UnixDatagram.send(b(address), b("x"), 0))
          .isInstanceOfSatisfying(
              PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
    }
  }

  @Test
  void waitsForRoomAndNotForEver() throws Exception {
    String address = dir.resolve("socket").toString();
    try (DatagramReceiver receiver = new DatagramReceiver(address)) {
      int[] sent = {0};
      assertThatThrownBy(
              () -> {
                for (; sent[0] < 100_000; sent[0]++) {
                  UnixDatagram.send(b(address), b("x"), 10);
                }
              })
          .isInstanceOfSatisfying(
              PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EAGAIN));
      CountDownLatch done = new CountDownLatch(1);
      Thread.ofPlatform()
          .daemon(true)
          .start(() -> {
            UnixDatagram.send(b(address), b("last"), 10_000);
            done.countDown();
          });
      assertThat(done.await(50, TimeUnit.MILLISECONDS)).isFalse();
      for (int i = 0; i < sent[0]; i++) {
        assertThat(receiver.next(1_000)).isEqualTo("x");
      }
      assertThat(receiver.next(1_000)).isEqualTo("last");
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** The JVM's own clock is the same one on Linux, in other units. */
  @Test
  void theClockIsTheMachines() {
    long before = System.nanoTime() / 1_000;
    assertThat(MonotonicClock.micros()).isBetween(before, System.nanoTime() / 1_000);
  }
}
