package org.jrsync.posix;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Waits for connections at several sockets at once. One thread waits; any may wake it. */
public final class ListeningSockets implements AutoCloseable {
  private static final int ENTRY = 8;

  private final List<ListeningSocket> sockets;
  private final int[] pipe = Descriptors.pipe();
  private final ByteBuffer entries;
  private final long address;
  private boolean closed;

  /** The sockets stay the caller's to close. */
  public ListeningSockets(List<ListeningSocket> sockets) {
    this.sockets = List.copyOf(sockets);
    entries =
        ByteBuffer.allocateDirect((sockets.size() + 1) * ENTRY).order(ByteOrder.nativeOrder());
    address = MemorySegment.ofBuffer(entries).address();
  }

  /**
   * Returns when one of them has a connection, or {@link #wake} was called, or soon before.
   *
   * @param millis how long at most; below 0 for ever
   */
  public void await(int millis) {
    poll(millis);
  }

  /** Whether one of them has a connection, or {@link #wake} was called. */
  public boolean anyNow() {
    return poll(0) > 0;
  }

  private int poll(int millis) {
    for (int i = 0; i < sockets.size(); i++) {
      enter(i, sockets.get(i).fd());
    }
    enter(sockets.size(), pipe[0]);
    NativeScratch s = NativeScratch.acquire();
    try {
      int ready = Libc.POLL.intCall(s, address, sockets.size() + 1, millis);
      if (ready < 0 && s.errno() != Errno.EINTR) {
        throw Libc.POLL.failure(s);
      }
      return ready;
    } finally {
      s.release();
    }
  }

  /** {@code struct pollfd}: fd, events, revents. */
  private void enter(int index, int fd) {
    entries.putInt(index * ENTRY, fd).putInt(index * ENTRY + 4, 0);
    entries.putShort(index * ENTRY + 4, (short) Descriptors.POLLIN);
  }

  /** Lets {@link #await} return at once, now and whenever it is called again. */
  public synchronized void wake() {
    if (!closed) {
      NativeScratch s = NativeScratch.acquire();
      try {
        Libc.WRITE.intCall(s, pipe[1], s.emptyName, 1);
      } finally {
        s.release();
      }
    }
  }

  /** To be called when nobody waits any more. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Descriptors.closeQuietly(pipe[0]);
      Descriptors.closeQuietly(pipe[1]);
    }
  }
}
