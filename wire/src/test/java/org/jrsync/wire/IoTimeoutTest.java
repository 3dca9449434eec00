package org.jrsync.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class IoTimeoutTest {
  @Test
  void aSilentPeerTimesOut() {
    MemoryPipe.Pair pair = MemoryPipe.pair();
    IoTimeout timeout = new IoTimeout();
    timeout.setSeconds(1);
    WireInput in = new WireInput(pair.first(), timeout, 8192);
    in.setRole(Role.GENERATOR);
    RsyncException e = catchThrowableOfType(RsyncException.class, in::readByte);
    assertThat(e).hasMessage("[generator] io timeout after 1 seconds -- exiting");
    assertThat(e.exitCode()).isEqualTo(ExitCode.TIMEOUT);
    assertThat(timeout.expired()).isTrue();
  }

  @Test
  void aDeadlineEndsAPhaseWhateverTheTraffic() throws IOException {
    MemoryPipe.Pair pair = MemoryPipe.pair();
    IoTimeout timeout = new IoTimeout();
    timeout.setDeadline(200, ExitCode.CON_TIMEOUT, "connection timed out");
    WireInput in = new WireInput(pair.first(), timeout, 8192);
    pair.second().write(new byte[] {1}, 0, 1);
    assertThat(in.readByte()).isEqualTo(1);
    RsyncException e = catchThrowableOfType(RsyncException.class, in::readByte);
    assertThat(e).hasMessage("[client] connection timed out -- exiting");
    assertThat(e.exitCode().code()).isEqualTo(35);
    timeout.clearDeadline();
    assertThat(timeout.expired()).isFalse();
    assertThat(timeout.waitMillis()).isZero();
  }

  @Test
  void theHourOfTheClockEndsEverythingOnce() {
    IoTimeout timeout = new IoTimeout();
    timeout.stopAt(System.currentTimeMillis() / 1000 + 1000);
    timeout.check(Role.SENDER);
    assertThat(timeout.waitMillis()).isBetween(990_000L, 1_000_000L);
    timeout.stopAt(System.currentTimeMillis() / 1000);
    assertThatThrownBy(() -> timeout.check(Role.SENDER))
        .hasMessage("stopping at requested limit")
        .extracting(e -> ((RsyncException) e).exitCode())
        .isEqualTo(ExitCode.TIMEOUT);
    timeout.check(Role.SENDER);
  }

  @Test
  void aDeadlineIsNotPutOffByATrickle() {
    MemoryPipe.Pair pair = MemoryPipe.pair();
    Thread trickle =
        Thread.ofVirtual()
            .start(() -> {
              try {
                while (true) {
                  write(pair.second());
                  Thread.sleep(5);
                }
              } catch (InterruptedException e) {
                // The test is over.
              }
            });
    IoTimeout timeout = new IoTimeout();
    timeout.setDeadline(300, ExitCode.TIMEOUT, "daemon handshake timeout");
    WireInput in = new WireInput(pair.first(), timeout, 8192);
    in.setRole(Role.SERVER);
    RsyncException e = catchThrowableOfType(RsyncException.class, () -> in.skip(1_000_000));
    trickle.interrupt();
    assertThat(e).hasMessage("[server] daemon handshake timeout -- exiting");
  }

  @Test
  void keepAlivesGoOutAfterHalfTheTimeout() throws IOException {
    ByteTransport sink = ByteTransport.sink();
    IoTimeout timeout = new IoTimeout();
    WireOutput out = new WireOutput(sink, timeout, 1024);
    out.startMultiplexing();
    out.keepAliveIfDue();
    assertThat(sink.written.size()).isZero();
    timeout.setSeconds(1);
    assertThat(timeout.lullMillis()).isEqualTo(1000);
    sleep(1100);
    out.keepAliveIfDue();
    assertThat(HexFormat.of().formatHex(sink.written.toByteArray())).isEqualTo("00000007");
    out.keepAliveIfDue();
    assertThat(sink.written.size()).isEqualTo(4);
  }

  @Test
  void theHookRunsAroundWaits() throws IOException {
    MemoryPipe.Pair pair = MemoryPipe.pair();
    WireInput in = new WireInput(pair.first());
    int[] calls = new int[3];
    in.setIdleHook(
        new IdleHook() {
          @Override
          public void beforeRead() {
            calls[0]++;
          }

          @Override
          public boolean hasWork() {
            return calls[1] < 3;
          }

          @Override
          public long intervalMillis() {
            return 10;
          }

          @Override
          public void idle() {
            calls[1]++;
            if (calls[1] == 6) {
              write(pair.second());
            }
          }
        });
    assertThat(in.readByte()).isEqualTo(42);
    assertThat(calls[1]).isEqualTo(6);
    assertThat(calls[0]).isEqualTo(7);
  }

  private static void write(Transport transport) {
    try {
      transport.write(new byte[] {42}, 0, 1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void transportFailuresAreSocketErrors() {
    WireInput in =
        new WireInput(
            new Transport() {
              @Override
              public int read(byte[] buffer, int offset, int length, long idleMillis)
                  throws IOException {
                throw new IOException("Connection reset");
              }

              @Override
              public void write(byte[] buffer, int offset, int length) {}

              @Override
              public void shutdownOutput() {}

              @Override
              public void close() {}
            });
    RsyncException e = catchThrowableOfType(RsyncException.class, in::readByte);
    assertThat(e).hasMessage("rsync: [client] read error: Connection reset by peer (104)");
    assertThat(e.exitCode()).isEqualTo(ExitCode.SOCKET_IO);
  }
}
