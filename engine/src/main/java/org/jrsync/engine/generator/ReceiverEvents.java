package org.jrsync.engine.generator;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jrsync.wire.ExitCode;
import org.jrsync.wire.RsyncException;
import org.jspecify.annotations.Nullable;

/** The bounded queue from the receiver's thread to the generator's: all that the two share. */
public final class ReceiverEvents {
  /**
   * Events that may wait. The generator takes them between entries and whenever it waits; the room
   * must outlast its longest work on one entry, or the receiver would stop reading meanwhile.
   */
  private static final int CAPACITY = 16 * 1024;

  private final BlockingQueue<ReceiverEvent> queue = new ArrayBlockingQueue<>(CAPACITY);
  private volatile boolean abandoned;

  /** Adds an event, waiting for room; dropped when the generator is gone. */
  public void put(ReceiverEvent event) {
    try {
      while (!abandoned && !queue.offer(event, 200, TimeUnit.MILLISECONDS)) {
        // The generator is behind; it may also have gone, which the flag tells.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RsyncException(ExitCode.SIGNAL, "interrupted", e);
    }
  }

  /** The next event if there is one. */
  @Nullable ReceiverEvent poll() {
    return queue.poll();
  }

  /** The next event, waiting at most so long; null when none came. */
  @Nullable ReceiverEvent poll(long millis) {
    try {
      return queue.poll(millis, TimeUnit.MILLISECONDS);
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
}
