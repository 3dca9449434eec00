package org.jrsync.posix;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes virtual threads when the sockets they wait for are ready: one platform thread waits in
 * {@code epoll_wait} for all of them. Each wait arms its descriptor for one event, so that a socket
 * which nobody waits for costs nothing; closing a descriptor disarms it.
 *
 * <p>The thread has the process's own identity: it must not be made by a thread that holds another.
 */
final class SocketPoller {
  /** {@code EPOLLIN}, and {@code EPOLLRDHUP} for an end that was closed half. */
  static final int IN = 0x1 | 0x2000;

  /** {@code EPOLLOUT}. */
  static final int OUT = 0x4;

  private static final int ONE_SHOT = 1 << 30;
  private static final int ADD = 1;
  private static final int MODIFY = 3;
  private static final int EVENTS = 256;
  private static final long PAUSE_MILLIS = 10;

  private final int epoll;
  private final int interest;
  private final ConcurrentMap<Integer, Thread> waiting = new ConcurrentHashMap<>();
  private final ByteBuffer events =
      ByteBuffer.allocateDirect(EVENTS * Arch.EPOLL_EVENT_SIZE).order(ByteOrder.nativeOrder());
  private final long address = MemorySegment.ofBuffer(events).address();

  SocketPoller(String name, int interest) {
    this.interest = interest | ONE_SHOT;
    NativeScratch s = NativeScratch.acquire();
    try {
      epoll = Libc.EPOLL_CREATE1.check(s, OpenFlags.CLOEXEC);
    } finally {
      s.release();
    }
    try {
      Thread.ofPlatform().name(name).daemon(true).start(this::run);
    } catch (Throwable e) {
      Descriptors.closeQuietly(epoll);
      throw e;
    }
  }

  /**
   * Waits until the descriptor is ready or has failed; one thread at a time for each descriptor.
   * The descriptor must stay open until this returns.
   *
   * @param nanos how long at most; below 0 for ever
   * @return false when the time ran out
   */
  boolean await(int fd, long nanos) throws InterruptedException {
    Integer key = fd;
    Thread me = Thread.currentThread();
    waiting.put(key, me);
    try {
      arm(fd);
      long end = System.nanoTime() + nanos;
      while (waiting.get(key) == me) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (nanos < 0) {
          LockSupport.park(this);
          continue;
        }
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        LockSupport.parkNanos(this, left);
      }
      return true;
    } finally {
      waiting.remove(key, me);
    }
  }

  private void arm(int fd) {
    NativeScratch s = NativeScratch.acquire();
    try {
      s.putInt(0, interest).putInt(Arch.EPOLL_DATA, fd).putInt(Arch.EPOLL_DATA + 4, 0);
      int result = Libc.EPOLL_CTL.intCall(s, epoll, MODIFY, fd, s.struct, 0);
      if (result < 0 && s.errno() == Errno.ENOENT) {
        result = Libc.EPOLL_CTL.intCall(s, epoll, ADD, fd, s.struct, 0);
      }
      if (result < 0) {
        throw Libc.EPOLL_CTL.failure(s);
      }
    } finally {
      s.release();
    }
  }

  private void run() {
    while (true) {
      try {
        wake(next());
      } catch (Throwable e) {
        // As without memory. Those whose events are lost must not wait for ever: all look again.
        wakeAll();
      }
    }
  }

  private int next() {
    NativeScratch s = NativeScratch.acquire();
    try {
      int count = Libc.EPOLL_WAIT.intCall(s, epoll, address, EVENTS, -1, 0);
      if (count < 0 && s.errno() != Errno.EINTR) {
        throw Libc.EPOLL_WAIT.failure(s);
      }
      return count;
    } finally {
      s.release();
    }
  }

  private void wake(int count) {
    for (int i = 0; i < count; i++) {
      int fd = events.getInt(i * Arch.EPOLL_EVENT_SIZE + Arch.EPOLL_DATA);
      LockSupport.unpark(waiting.remove(fd));
    }
  }

  private void wakeAll() {
    try {
      for (Integer fd : waiting.keySet()) {
        LockSupport.unpark(waiting.remove(fd));
      }
      Thread.sleep(PAUSE_MILLIS);
    } catch (Throwable e) {
      // The next event brings us here again.
      return;
    }
  }
}
