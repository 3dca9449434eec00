package org.jrsync.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MemoryPipeTest {
  private interface Work {
    void run() throws IOException;
  }

  private static CompletableFuture<Void> async(Work work) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(() -> {
          try {
            work.run();
            done.complete(null);
          } catch (Throwable e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  @Test
  void everyByteArrivesInOrderThroughARingThatIsTooSmall() throws Exception {
    byte[] sent = new byte[3_000_000];
    new Random(5).nextBytes(sent);
    MemoryPipe.Pair pair = MemoryPipe.pair(1024);
    CompletableFuture<Void> writer =
        async(() -> {
          Random sizes = new Random(6);
          for (int at = 0; at < sent.length; ) {
            int n = Math.min(sent.length - at, 1 + sizes.nextInt(5000));
            pair.first().write(sent, at, n);
            at += n;
          }
          pair.first().shutdownOutput();
        });
    byte[] got = new byte[sent.length + 1];
    int at = 0;
    Random sizes = new Random(7);
    while (true) {
      int n =
          pair.second()
              .read(
                  got, at, Math.min(got.length - at, 1 + sizes.nextInt(3000)), Transport.FOR_EVER);
      if (n < 0) {
        break;
      }
      at += n;
    }
    writer.get(10, TimeUnit.SECONDS);
    assertThat(at).isEqualTo(sent.length);
    assertThat(got).startsWith(sent);
  }

  @Test
  void bothDirectionsAreIndependent() throws Exception {
    MemoryPipe.Pair pair = MemoryPipe.pair();
    pair.first().write(new byte[] {1}, 0, 1);
    pair.second().write(new byte[] {2}, 0, 1);
    byte[] b = new byte[4];
    assertThat(pair.first().read(b, 1, 3, Transport.FOR_EVER)).isEqualTo(1);
    assertThat(pair.second().read(b, 2, 2, Transport.FOR_EVER)).isEqualTo(1);
    assertThat(b).containsExactly(0, 2, 1, 0);
  }

  @Test
  void nothingInTimeIsZero() throws Exception {
    MemoryPipe.Pair pair = MemoryPipe.pair();
    long start = System.nanoTime();
    assertThat(pair.first().read(new byte[1], 0, 1, 50)).isZero();
    assertThat(System.nanoTime() - start).isGreaterThan(49_000_000L);
    assertThat(pair.first().read(new byte[1], 0, 1, Transport.NO_WAIT)).isZero();
  }

  @Test
  void closeWakesAReaderAndAWriterOnBothEnds() throws Exception {
    MemoryPipe.Pair pair = MemoryPipe.pair(1024);
    CompletableFuture<Integer> peerRead = new CompletableFuture<>();
    CompletableFuture<Void> read =
        async(() -> peerRead.complete(pair.second().read(new byte[1], 0, 1, Transport.FOR_EVER)));
    CompletableFuture<Void> write = async(() -> pair.second().write(new byte[5000], 0, 5000));
    Thread.sleep(50);
    assertThat(write).isNotDone();
    pair.first().close();
    assertThat(peerRead.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
    read.get(10, TimeUnit.SECONDS);
    assertThatThrownBy(() -> write.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(() -> pair.first().read(new byte[1], 0, 1, 0)).hasMessage("Stream closed");
    assertThatThrownBy(() -> pair.first().write(new byte[1], 0, 1)).hasMessage("Broken pipe");
  }

  @Test
  void whatWasWrittenBeforeACloseCanBeRead() throws Exception {
    MemoryPipe.Pair pair = MemoryPipe.pair();
    pair.first().write(new byte[] {7, 8}, 0, 2);
    pair.first().close();
    byte[] b = new byte[2];
    assertThat(pair.second().read(b, 0, 1, Transport.FOR_EVER)).isEqualTo(1);
    assertThat(pair.second().read(b, 1, 1, Transport.FOR_EVER)).isEqualTo(1);
    assertThat(b).containsExactly(7, 8);
    assertThat(pair.second().read(b, 0, 1, Transport.FOR_EVER)).isEqualTo(-1);
  }

  @Test
  void aLateByteIsSeenBeforeTheEnd() throws Exception {
    for (int i = 0; i < 2000; i++) {
      MemoryPipe.Pair pair = MemoryPipe.pair(1024);
      CompletableFuture<Void> writer =
          async(() -> {
            pair.first().write(new byte[1], 0, 1);
            pair.first().close();
          });
      assertThat(pair.second().read(new byte[1], 0, 1, Transport.FOR_EVER)).isEqualTo(1);
      assertThat(pair.second().read(new byte[1], 0, 1, Transport.FOR_EVER)).isEqualTo(-1);
      writer.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void anInterruptEndsAWait() throws Exception {
    MemoryPipe.Pair pair = MemoryPipe.pair();
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              try {
                pair.first().read(new byte[1], 0, 1, Transport.FOR_EVER);
              } catch (IOException e) {
                failure.complete(e);
              }
            });
    reader.interrupt();
    assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
  }
}
