package org.jrsync.engine.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jrsync.wire.MessageCode;
import org.jrsync.wire.RsyncException;
import org.junit.jupiter.api.Test;

/** The queue between the receiver and the generator. */
class ReceiverEventsTest {
  @Test
  void takesTheAnswersToAllRequestsThatSocketsHold() {
    ReceiverEvents events = new ReceiverEvents();
    for (int i = 0; i < 200_000; i++) {
      events.put(new ReceiverEvent.Success(i));
    }
    assertEquals(new ReceiverEvent.Success(0), events.poll());
  }

  @Test
  void boundsTheBytesOfMessages() throws InterruptedException {
    ReceiverEvents events = new ReceiverEvents();
    byte[] text = new byte[1 << 20];
    Thread talker =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; i < 100; i++) {
                events.put(new ReceiverEvent.Text(MessageCode.INFO, text));
              }
            });
    assertTrue(!talker.join(java.time.Duration.ofMillis(200)), "took 100 MiB");
    events.abandon();
    talker.join();
    assertTrue(events.isAbandoned());
  }

  /** Files that are in place wake nobody who has just begun to wait, and are not forgotten. */
  @Test
  void tellsOfFilesSoonAndOfOtherThingsAtOnce() throws Exception {
    ReceiverEvents events = new ReceiverEvents();
    for (int pause : new int[] {0, 50}) {
      CompletableFuture<ReceiverEvent> next =
          CompletableFuture.supplyAsync(() -> events.poll(60_000));
      Thread.sleep(pause);
      events.put(new ReceiverEvent.Success(pause));
      assertEquals(new ReceiverEvent.Success(pause), next.get(30, TimeUnit.SECONDS));
    }
    CompletableFuture<ReceiverEvent> next =
        CompletableFuture.supplyAsync(() -> events.poll(60_000));
    events.put(new ReceiverEvent.PhaseDone());
    assertEquals(new ReceiverEvent.PhaseDone(), next.get(30, TimeUnit.SECONDS));
    assertNull(events.poll(5));
  }

  @Test
  void showsWhyTheReceiverFailed() {
    ReceiverEvents events = new ReceiverEvents();
    events.put(new ReceiverEvent.PhaseDone());
    assertNull(events.failure());
    IllegalStateException cause = new IllegalStateException();
    events.fail(cause);
    assertSame(cause, events.failure());
  }

  /** A generator that waits for a receiver which is gone would wait for ever. */
  @Test
  void tellsOfTheFailureThatCouldNotBePut() {
    ReceiverEvents events = new ReceiverEvents();
    events.put(new ReceiverEvent.PhaseDone());
    IllegalStateException cause = new IllegalStateException();
    Thread.currentThread().interrupt();
    try {
      assertThrows(RsyncException.class, () -> events.fail(cause));
    } finally {
      assertTrue(Thread.interrupted(), "told by the flag as well");
    }
    assertEquals(new ReceiverEvent.PhaseDone(), events.poll(1));
    assertEquals(new ReceiverEvent.Failed(cause), events.poll(1));
    assertEquals(new ReceiverEvent.Failed(cause), events.poll(1));
  }
}
