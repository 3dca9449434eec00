package org.jrsync.engine.batch;

import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;

/**
 * What the generator wants of a batch. A batch answers requests that were made long ago, so that
 * the receiver, which meets a file's data in it, asks here whether this run's generator wants it.
 * The generator gives the indexes of files in the order of its walk, and tells how far it has come.
 * Safe for the two threads.
 */
public final class BatchRequests {
  private static final int NONE = -1;

  private int[] ring = new int[256];
  private int head;
  private int count;
  private boolean closed;

  /** The receiver's: the next index that it has not met in the batch yet. */
  private int next = NONE;

  /** The receiver's: the generator has looked at all indexes below. */
  private int walked;

  /** Of a walk that has not begun. */
  public BatchRequests() {}

  /** Told of what a batch leaves out. */
  @FunctionalInterface
  public interface Missing {
    /** The generator wants a file whose data the batch does not have at its place. */
    void missing(int ndx);
  }

  /** The generator wants a file. */
  public void want(int ndx) {
    add(ndx);
  }

  /** The generator has looked at all files below an index. */
  public void walked(int end) {
    add(-end - 1);
  }

  private synchronized void add(int value) {
    if (count == ring.length) {
      int[] larger = new int[ring.length * 2];
      int first = ring.length - head;
      System.arraycopy(ring, head, larger, 0, first);
      System.arraycopy(ring, 0, larger, first, head);
      ring = larger;
      head = 0;
    }
    ring[(head + count) & (ring.length - 1)] = value;
    count++;
    notifyAll();
  }

  /** The generator is gone. */
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  private synchronized int take() {
    try {
      while (count == 0) {
        if (closed) {
          throw new RsyncException(ExitCode.STREAM_IO, "the generator has ended [receiver]");
        }
        wait();
      }
    } catch (InterruptedException e) {
      throw RsyncException.interrupted(e);
    }
    int value = ring[head];
    head = (head + 1) & (ring.length - 1);
    count--;
    return value;
  }

  /**
   * For the receiver, which waits until it is known: whether a file is wanted. What is wanted
   * before it was not in the batch.
   */
  public boolean wants(int ndx, Missing told) {
    advance(ndx, ndx + 1, told);
    if (next != ndx) {
      return false;
    }
    next = NONE;
    return true;
  }

  /** For the receiver, when the batch has ended with all files below an index. */
  public void passed(int end, Missing told) {
    advance(end, end, told);
  }

  private void advance(int ndx, int end, Missing told) {
    while (next < ndx) {
      if (next >= 0) {
        told.missing(next);
        next = NONE;
      }
      if (walked >= end && isEmpty()) {
        return;
      }
      int value = take();
      if (value < 0) {
        walked = -value - 1;
      } else {
        next = value;
      }
    }
  }

  private synchronized boolean isEmpty() {
    return count == 0;
  }
}
