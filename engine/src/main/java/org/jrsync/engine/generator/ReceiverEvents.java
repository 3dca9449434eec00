package org.jrsync.engine.generator;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/** The bounded queue from the receiver's thread to the generator's: all that the two share. */
public final class ReceiverEvents {
  /**
   * Events that may wait. While the generator waits for the connection to take a request, the
   * receiver must be able to go on with all the answers whose requests are under way, or neither
   * would ever move: as many small requests as sockets hold.
   */
  private static final int CAPACITY = 1 << 20;

  /** Bytes of messages that may wait, so that a talkative peer cannot fill the memory. */
  private static final long MAX_TEXT = 32L << 20;

  private static final long WAIT_MILLIS = 200;

  /**
   * How long, in nanoseconds, a generator that waits is not woken by files that are in place: to
   * wake it for each would cost more than what it does about one.
   */
  private static final long NAP = 1_000_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Queue<ReceiverEvent> queue = new ArrayDeque<>();
  private long text;

  /** Whether the generator has waited for so long that the next event is news, whatever it is. */
  private boolean wakeForAll;

  /** What the queue holds, for a look without the lock. */
  private volatile int size;

  private volatile boolean abandoned;
  private volatile @Nullable Throwable failure;

  /** Adds an event, waiting for room; dropped when the generator is gone. */
  public void put(ReceiverEvent event) {
    long bytes = bytesOf(event);
    try {
      lock.lockInterruptibly();
      try {
        while (!abandoned && (size >= CAPACITY || (bytes > 0 && text > MAX_TEXT))) {
          boolean _ = room.await(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (abandoned) {
          return;
        }
        queue.add(event);
        size = queue.size();
        text += bytes;
        if (wakeForAll || !(event instanceof ReceiverEvent.Success)) {
          arrived.signal();
        }
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      throw RsyncException.interrupted(e);
    }
  }

  /**
   * Tells the generator that the receiver has failed. It gets to know even when this throws, as for
   * want of memory.
   */
  public void fail(Throwable cause) {
    failure = cause;
    put(new ReceiverEvent.Failed(cause));
  }

  private static long bytesOf(ReceiverEvent event) {
    return switch (event) {
      case ReceiverEvent.Text t -> t.text().length;
      case ReceiverEvent.Outgoing o -> o.payload().length;
      default -> 0;
    };
  }

  /** The next event if there is one. */
  @Nullable ReceiverEvent poll() {
    if (size == 0) {
      return null;
    }
    lock.lock();
    try {
      return take();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable ReceiverEvent take() {
    ReceiverEvent event = queue.poll();
    if (event != null) {
      size = queue.size();
      text -= bytesOf(event);
      room.signal();
    }
    return event;
  }

  /**
   * The next event, waiting at most so long; null when none came. A receiver that has failed is
   * told of whenever there is no other event.
   */
  @Nullable ReceiverEvent poll(long millis) {
    try {
      lock.lockInterruptibly();
      try {
        await(TimeUnit.MILLISECONDS.toNanos(millis));
        ReceiverEvent event = take();
        wakeForAll = event == null;
        Throwable cause = failure;
        return event == null && cause != null ? new ReceiverEvent.Failed(cause) : event;
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      throw RsyncException.interrupted(e);
    }
  }

  private void await(long nanos) throws InterruptedException {
    long left = nanos;
    while (queue.isEmpty() && left > 0) {
      long step = wakeForAll ? left : Math.min(left, NAP);
      left -= step - arrived.awaitNanos(step);
      wakeForAll = true;
    }
  }

  /** The generator will take nothing more: events are dropped from now on. */
  public void abandon() {
    abandoned = true;
    lock.lock();
    try {
      queue.clear();
      size = 0;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the generator is gone. */
  public boolean isAbandoned() {
    return abandoned;
  }

  /**
   * What made the receiver fail, if it has: a generator whose connection broke looks here for the
   * reason that the peer gave.
   */
  public @Nullable Throwable failure() {
    return failure;
  }
}
