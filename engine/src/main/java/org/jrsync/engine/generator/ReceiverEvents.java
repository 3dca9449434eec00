package org.jrsync.engine.generator;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jrsync.wire.ExitCode;
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

  private final BlockingQueue<ReceiverEvent> queue = new LinkedBlockingQueue<>(CAPACITY);
  private final AtomicLong text = new AtomicLong();
  private volatile boolean abandoned;
  private volatile @Nullable Throwable failure;

  /** Adds an event, waiting for room; dropped when the generator is gone. */
  public void put(ReceiverEvent event) {
    long bytes = bytesOf(event);
    try {
      while (bytes > 0 && text.get() > MAX_TEXT && !abandoned) {
        Thread.sleep(1);
      }
      text.addAndGet(bytes);
      while (!abandoned && !queue.offer(event, WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        // The generator is behind; it may also have gone, which the flag tells.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RsyncException(ExitCode.SIGNAL, "interrupted", e);
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

  private @Nullable ReceiverEvent taken(@Nullable ReceiverEvent event) {
    if (event != null) {
      text.addAndGet(-bytesOf(event));
    }
    return event;
  }

  /** The next event if there is one. */
  @Nullable ReceiverEvent poll() {
    return taken(queue.poll());
  }

  /**
   * The next event, waiting at most so long; null when none came. A receiver that has failed is
   * told of whenever there is no other event.
   */
  @Nullable ReceiverEvent poll(long millis) {
    try {
      ReceiverEvent event = taken(queue.poll(millis, TimeUnit.MILLISECONDS));
      Throwable cause = failure;
      return event == null && cause != null ? new ReceiverEvent.Failed(cause) : event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RsyncException(ExitCode.SIGNAL, "interrupted", e);
    }
  }

  /** The generator will take nothing more: events are dropped from now on. */
  public void abandon() {
    abandoned = true;
    queue.clear();
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
