package org.jrsync.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jrsync.wire.IoTimeout;
import org.jrsync.wire.Transport;
import org.jrsync.wire.WireOutput;
import org.junit.jupiter.api.Test;

/** Connections whose peers take nothing. */
class WriteWatchTest {

  /** Its writes wait until it is closed. */
  private static final class Stuck implements Transport {
    final CountDownLatch writing = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);
    final boolean broken;

    Stuck(boolean broken) {
      this.broken = broken;
    }

    @Override
    public int read(byte[] buffer, int offset, int length, long idleMillis) {
      return -1;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      writing.countDown();
      try {
        if (!closed.await(1, TimeUnit.MINUTES)) {
          throw new IOException("never closed");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void shutdownOutput() {}

    @Override
    public void close() {
      if (broken && closed.getCount() > 0) {
        throw new IllegalStateException("cannot be closed");
      }
      closed.countDown();
    }
  }

  private static Watchdog watched(WriteWatch watch, Stuck transport) throws InterruptedException {
    IoTimeout timeout = new IoTimeout();
    timeout.setSeconds(1);
    WireOutput out = new WireOutput(transport, timeout, WireOutput.DEFAULT_BUFFER);
    Thread.ofPlatform()
        .daemon(true)
        .start(() -> {
          out.write(new byte[1]);
          out.flush();
        });
    transport.writing.await();
    Watchdog watchdog = new Watchdog(watch, out);
    watchdog.start();
    return watchdog;
  }

  @Test
  void oneThatCannotBeEndedDoesNotKeepTheOthersFromIt() throws InterruptedException {
    WriteWatch watch = WriteWatch.onPlatformThread();
    Stuck broken = new Stuck(true);
    Stuck whole = new Stuck(false);
    Watchdog first = watched(watch, broken);
    Watchdog second = watched(watch, whole);
    assertThat(whole.closed.await(20, TimeUnit.SECONDS)).isTrue();
    first.stop();
    second.stop();
    broken.closed.countDown();
  }
}
