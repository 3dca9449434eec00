package org.jrsync.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class QueuedSlotsTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final Semaphore places = new Semaphore(1);
  private final QueuedSlots slots =
      new QueuedSlots((file, max) -> places.tryAcquire() ? places::release : null);

  @Test
  void withoutAQueueNobodyWaits() {
    SlotTable.Slot first = Objects.requireNonNull(slots.take("lock", 1));
    assertThat(slots.take("lock", 1)).isNull();
    assertThat(slots.await("lock", 1, 0, LONG, others -> {})).isNull();
    first.close();
    assertThat(slots.take("lock", 1)).isNotNull();
  }

  @Test
  void whoCameFirstIsServedFirst() throws InterruptedException {
    SlotTable.Slot held = Objects.requireNonNull(slots.take("lock", 1));
    List<Integer> served = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int number = i;
      CountDownLatch waiting = new CountDownLatch(1);
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try (SlotTable.Slot slot =
                    slots.await("lock", 1, 3, LONG, others -> waiting.countDown())) {
                  served.add(slot == null ? -1 : number);
                }
              }));
      waiting.await();
    }
    assertThat(slots.await("lock", 1, 3, LONG, others -> {})).as("the queue is full").isNull();
    held.close();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(served).containsExactly(0, 1, 2);
  }

  @Test
  void waitingEndsInTimeAndLeavesThePlaceToOthers() throws InterruptedException {
    SlotTable.Slot held = Objects.requireNonNull(slots.take("lock", 1));
    assertThat(slots.await("lock", 1, 1, Duration.ofMillis(30), others -> {})).isNull();
    CountDownLatch waiting = new CountDownLatch(1);
    boolean[] got = new boolean[1];
    Thread next =
        Thread.ofPlatform()
            .start(() -> {
              try (SlotTable.Slot slot =
                  slots.await("lock", 1, 1, LONG, others -> waiting.countDown())) {
                got[0] = slot != null;
              }
            });
    waiting.await();
    // As another daemon gives a place back, of which nobody is told.
    places.release();
    next.join();
    assertThat(got[0]).isTrue();
    held.close();
  }
}
