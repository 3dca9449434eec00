package org.jrsync.posix;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waiting until a socket can be read or written. A platform thread waits in the system; a virtual
 * one, which would hold its carrier there, is parked until the {@link SocketPoller} wakes it.
 */
final class Readiness {
  /** Well below the 30 s after which the JVM ends an idle carrier. */
  private static final long CARRIER_KEPT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private Readiness() {}

  // Made on their first use: a program without virtual threads has neither thread. What fails to be
  // made is not tried again, so that a daemon makes them at its start.
  private static final class Readers {
    static final SocketPoller POLLER = new SocketPoller("socket readers", SocketPoller.IN);
  }

  private static final class Writers {
    static final SocketPoller POLLER = new SocketPoller("socket writers", SocketPoller.OUT);
  }

  /** Makes ready for virtual threads, while there is certainly room for what that takes. */
  static void prepareForVirtualThreads() {
    Objects.requireNonNull(Readers.POLLER);
    Objects.requireNonNull(Writers.POLLER);
    startScheduler();
  }

  /**
   * The JVM's own part, which is made for the first virtual thread and its first timed wait: where
   * there is no room for it then, there are no virtual threads for as long as the JVM lives.
   *
   * <p>A thread that wakes now and then keeps one carrier from ending as idle. Without any, a wake
   * that finds no room for a new one leaves its thread in a queue which nothing looks at again, and
   * so do all further wakes by the same waker, even once there is room.
   */
  private static void startScheduler() {
    CountDownLatch begun = new CountDownLatch(1);
    Thread.ofVirtual()
        .name("carrier keeper")
        .start(() -> {
          LockSupport.parkNanos(1);
          begun.countDown();
          while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(CARRIER_KEPT_NANOS);
          }
        });
    boolean interrupted = false;
    while (begun.getCount() > 0) {
      try {
        begun.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits until a read would not, or the connection has ended. May return early: the caller's next
   * attempt tells.
   *
   * @param millis how long at most; below 0 for ever
   * @return false when the time ran out
   */
  static boolean awaitReadable(int fd, long millis) throws IOException {
    return Thread.currentThread().isVirtual()
        ? parked(Readers.POLLER, fd, millis)
        : Descriptors.poll(fd, Descriptors.POLLIN, clamp(millis));
  }

  /** As {@link #awaitReadable}, for a write. */
  static boolean awaitWritable(int fd, long millis) throws IOException {
    return Thread.currentThread().isVirtual()
        ? parked(Writers.POLLER, fd, millis)
        : Descriptors.poll(fd, Descriptors.POLLOUT, clamp(millis));
  }

  private static int clamp(long millis) {
    return millis < 0 ? -1 : (int) Math.min(millis, Integer.MAX_VALUE);
  }

  private static boolean parked(SocketPoller poller, int fd, long millis) throws IOException {
    try {
      return poller.await(fd, millis < 0 ? -1 : TimeUnit.MILLISECONDS.toNanos(millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
